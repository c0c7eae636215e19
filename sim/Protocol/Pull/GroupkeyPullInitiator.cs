using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Pull;

/// <summary>
/// The member's side of a GROUPKEY-PULL: asks for a group, gets its policy and keys (RFC 6407 section 3.3).
/// </summary>
public sealed class GroupkeyPullInitiator : GroupkeyPullExchange
{
    private byte[] _policy = [];
    private byte[] _keys = [];

    /// <summary>Begins the exchange: <see cref="GroupkeyPullExchange.NextMessage"/> is the first message.</summary>
    /// <param name="sa">The phase 1 SA with the key server.</param>
    /// <param name="messageId">M-ID: not zero, and new under this SA.</param>
    /// <param name="nonce">Ni_b: 8 to 128 octets that nobody can foresee, never used again.</param>
    /// <param name="groupType">
    /// Type of the group's identity: <see cref="IdentificationType.KeyId"/>, <see cref="IdentificationType.Oid"/>, ….
    /// </param>
    /// <param name="group">Its identification data, such as a group identifier of 4 octets.</param>
    /// <param name="provider">Who computes.</param>
    /// <exception cref="ArgumentException">
    /// Message ID zero, a nonce of a wrong length, or an identity that no ID payload can carry.
    /// </exception>
    public GroupkeyPullInitiator(
        Phase1Sa sa,
        uint messageId,
        ReadOnlySpan<byte> nonce,
        IdentificationType groupType,
        ReadOnlySpan<byte> group,
        ICryptographyProvider provider)
        : base(sa, nonce, provider)
    {
        if (messageId == 0)
        {
            throw new ArgumentException("message ID zero is that of phase 1 (RFC 2408 section 3.1)", nameof(messageId));
        }

        MessageId = messageId;
        Cipher = NewCipher(messageId);
        var id = new IdentificationPayload { Type = groupType, IdentificationData = group };
        byte[] octets = new byte[1 + (3 * sizeof(uint)) + nonce.Length + group.Length];
        var writer = new WireWriter(octets);
        writer.TryWriteByte(0);
        var chain = new PayloadChainWriter(0);
        if (!OctetsPayload.TryWrite(ref writer, ref chain, PayloadType.Nonce, nonce)
            || !id.TryWrite(ref writer, ref chain))
        {
            throw new ArgumentException("an identity that no ID payload can carry", nameof(group));
        }

        Send(GroupkeyPullStep.Request, PayloadType.Nonce, writer.Written[1..]);
        Awaited = GroupkeyPullStep.Policy;
    }

    /// <summary>
    /// SENDER_ID_REQUEST: how many sender identifiers the next message asks for; 0: no GAP. To be set before the policy
    /// arrives; one sender identifier comes without asking (RFC 6407 section 3.5).
    /// </summary>
    public ushort SenderIdRequest { get; set; }

    /// <summary>Whether the policy has come.</summary>
    public bool HasPolicy => _policy.Length > 0;

    /// <summary>SA, meaningful if <see cref="HasPolicy"/>.</summary>
    public SecurityAssociationPayload SecurityAssociation
    {
        get
        {
            _ = SecurityAssociationPayload.TryRead(_policy, out SecurityAssociationPayload payload);
            return payload;
        }
    }

    /// <summary>KD, meaningful if <see cref="GroupkeyPullExchange.IsComplete"/>.</summary>
    public KeyDownloadPayload KeyDownload
    {
        get
        {
            _ = KeyDownloadPayload.TryRead(_keys, out KeyDownloadPayload payload);
            return payload;
        }
    }

    /// <summary>
    /// SEQ: take no GROUPKEY-PUSH under this KEK with such a number or a smaller one; null if the group has no KEK.
    /// </summary>
    public SequenceNumber? Sequence { get; private set; }

    private protected override bool IsInitiator => true;

    /// <summary>Takes the KEK out of the keys, and the key hierarchy if there is one (RFC 6407 section 3.3).</summary>
    /// <param name="kek">The KEK, or the last key of the download array; null if the group has none.</param>
    /// <param name="hierarchy">The member's keys of the hierarchy; null if the group has none.</param>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, or <see cref="DiscardReason.AlgorithmUnsupported"/> for algorithms that this
    /// project does not have.
    /// </returns>
    /// <exception cref="InvalidOperationException">The exchange is not complete.</exception>
    public DiscardReason TryReadKek(out Kek? kek, out LkhMember? hierarchy)
    {
        if (!IsComplete)
        {
            throw new InvalidOperationException("the keys have not come yet");
        }

        kek = null;
        hierarchy = null;
        return SecurityAssociation.HasKek
            ? RegisteredKek.TryRead(SecurityAssociation, KeyDownload, out kek, out hierarchy)
            : DiscardReason.None;
    }

    private protected override DiscardReason Judge(in GroupkeyPullMessage message)
    {
        if (message.Step == GroupkeyPullStep.Policy)
        {
            return DiscardReason.None;
        }

        // SEQ goes with a KEK, and only with one (RFC 6407 section 3.2).
        bool hasKek = SecurityAssociation.HasKek;
        if (hasKek != message.Sequence is not null)
        {
            return hasKek ? DiscardReason.PayloadMissing : DiscardReason.PayloadOrder;
        }

        return PolicyKeys.Check(SecurityAssociation, message.KeyDownload, isRegistration: true);
    }

    private protected override void Take(in GroupkeyPullMessage message)
    {
        if (message.Step == GroupkeyPullStep.Policy)
        {
            _policy = message.SecurityAssociationBody.ToArray();
            PeerNonce = message.Nonce.ToArray();
            SendProof();
            Awaited = GroupkeyPullStep.Keys;
            return;
        }

        _keys = message.KeyDownloadBody.ToArray();
        Sequence = message.Sequence;
        Awaited = null;
        IsComplete = true;
    }

    private void SendProof()
    {
        if (SenderIdRequest == 0)
        {
            Send(GroupkeyPullStep.Proof, PayloadType.None, default);
            return;
        }

        Span<byte> octets = stackalloc byte[16];
        var writer = new WireWriter(octets);
        writer.TryWriteByte(0);
        var chain = new PayloadChainWriter(0);
        new GroupAssociatedPolicy { SenderIdRequest = SenderIdRequest }.TryWrite(ref writer, ref chain);
        Send(GroupkeyPullStep.Proof, PayloadType.GroupAssociatedPolicy, writer.Written[1..]);
    }
}
