using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Pull;

/// <summary>
/// The key server's side of a GROUPKEY-PULL (RFC 6407 section 3.4). It goes step by step: after the request
/// (<see cref="WantsPolicy"/>) the caller looks at <see cref="Group"/> and at the peer's identity and gives the policy,
/// or gives up; after the proof (<see cref="WantsKeys"/>) it may change its own state, such as the key tree, and gives
/// the keys.
/// </summary>
public sealed class GroupkeyPullResponder : GroupkeyPullExchange
{
    private byte[] _group = [];
    private byte[] _policy = [];

    /// <summary>Waits for the first message.</summary>
    /// <param name="sa">The phase 1 SA with the member.</param>
    /// <param name="nonce">Nr_b: 8 to 128 octets that nobody can foresee, never used again.</param>
    /// <param name="provider">Who computes.</param>
    /// <exception cref="ArgumentException">A nonce of a wrong length.</exception>
    public GroupkeyPullResponder(Phase1Sa sa, ReadOnlySpan<byte> nonce, ICryptographyProvider provider)
        : base(sa, nonce, provider) => Awaited = GroupkeyPullStep.Request;

    /// <summary>Whether the request has come and the policy is to be given.</summary>
    public bool WantsPolicy { get; private set; }

    /// <summary>Whether the proof has come and the keys are to be given.</summary>
    public bool WantsKeys { get; private set; }

    /// <summary>The group that the member asks for, once it has; of its octets this object keeps a copy.</summary>
    public IdentificationPayload Group
    {
        get
        {
            _ = IdentificationPayload.TryRead(_group, out IdentificationPayload id);
            return id;
        }
    }

    /// <summary>SENDER_ID_REQUEST of the member; null if it asks for none (RFC 6407 section 5.4.2).</summary>
    public ushort? SenderIdRequest { get; private set; }

    private protected override bool IsInitiator => false;

    /// <summary>Answers the request with the group's policy.</summary>
    /// <param name="securityAssociationBody">What a <see cref="SecurityAssociationWriter"/> wrote.</param>
    /// <exception cref="InvalidOperationException">Not <see cref="WantsPolicy"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The octets are no SA, or they have KEK_MANAGEMENT_ALGORITHM, which is for rekeys alone (RFC 6407 section 5.3).
    /// </exception>
    public void SendPolicy(ReadOnlySpan<byte> securityAssociationBody)
    {
        if (!WantsPolicy)
        {
            throw new InvalidOperationException("the policy answers the first message, once");
        }

        DiscardReason reason = SecurityAssociationPayload.TryRead(
            securityAssociationBody, out SecurityAssociationPayload policy);
        if (reason != DiscardReason.None)
        {
            throw new ArgumentException($"no SA: {reason.ToName()}", nameof(securityAssociationBody));
        }

        if (policy.HasKek && policy.Kek.Attributes.ManagementAlgorithm is KekManagementAlgorithm management)
        {
            throw new ArgumentException(
                $"KEK_MANAGEMENT_ALGORITHM {(ushort)management}; \"MUST NOT be included in a GROUPKEY-PULL\"",
                nameof(securityAssociationBody));
        }

        _policy = securityAssociationBody.ToArray();
        byte[] octets = new byte[1 + (2 * sizeof(uint)) + OwnNonce.Length + securityAssociationBody.Length];
        var writer = new WireWriter(octets);
        writer.TryWriteByte(0);
        var chain = new PayloadChainWriter(0);
        OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.Nonce, OwnNonce);
        OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.SecurityAssociation, securityAssociationBody);
        Send(GroupkeyPullStep.Policy, PayloadType.Nonce, writer.Written[1..]);
        WantsPolicy = false;
        Awaited = GroupkeyPullStep.Proof;
    }

    /// <summary>Answers the proof with the keys, and completes the exchange.</summary>
    /// <param name="sequence">
    /// The number used last under the KEK, 0 if there was none yet; null if the policy has no KEK.
    /// </param>
    /// <param name="keyDownloadBody">What a <see cref="KeyDownloadWriter"/> wrote.</param>
    /// <exception cref="InvalidOperationException">Not <see cref="WantsKeys"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The octets are no KD, or it or SEQ does not go with the policy: the member would refuse them.
    /// </exception>
    public void SendKeys(SequenceNumber? sequence, ReadOnlySpan<byte> keyDownloadBody)
    {
        if (!WantsKeys)
        {
            throw new InvalidOperationException("the keys answer the third message, once");
        }

        _ = SecurityAssociationPayload.TryRead(_policy, out SecurityAssociationPayload policy);
        DiscardReason reason = KeyDownloadPayload.TryRead(keyDownloadBody, out KeyDownloadPayload keys);
        if (reason == DiscardReason.None)
        {
            reason = PolicyKeys.Check(policy, keys, isRegistration: true);
        }

        if (reason != DiscardReason.None)
        {
            throw new ArgumentException($"no KD for this policy: {reason.ToName()}", nameof(keyDownloadBody));
        }

        if (sequence is not null != policy.HasKek)
        {
            throw new ArgumentException("SEQ goes with a KEK, and only with one", nameof(sequence));
        }

        byte[] octets = new byte[
            1 + SequenceNumberPayload.Size + PayloadChainReader.GenericHeaderSize + keyDownloadBody.Length];
        var writer = new WireWriter(octets);
        writer.TryWriteByte(0);
        var chain = new PayloadChainWriter(0);
        if (sequence is SequenceNumber number)
        {
            SequenceNumberPayload.TryWrite(ref writer, ref chain, number);
        }

        OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.KeyDownload, keyDownloadBody);
        Send(GroupkeyPullStep.Keys, (PayloadType)octets[0], writer.Written[1..]);
        WantsKeys = false;
        IsComplete = true;
    }

    private protected override DiscardReason Judge(in GroupkeyPullMessage message) => DiscardReason.None;

    private protected override void Take(in GroupkeyPullMessage message)
    {
        Awaited = null;
        if (message.Step == GroupkeyPullStep.Request)
        {
            PeerNonce = message.Nonce.ToArray();
            _group = [(byte)message.Group.Type, 0, 0, 0, .. message.Group.IdentificationData];
            WantsPolicy = true;
        }
        else
        {
            SenderIdRequest = message.SenderIdRequest;
            WantsKeys = true;
        }
    }
}
