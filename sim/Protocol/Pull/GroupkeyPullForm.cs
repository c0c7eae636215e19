using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Pull;

/// <summary>The form of a decrypted GROUPKEY-PULL message (RFC 6407 section 3.2).</summary>
internal ref struct GroupkeyPullForm
{
    private PayloadChainReader _chain;

    public GroupkeyPullStep Step;

    public ReadOnlySpan<byte> Hash;

    public ReadOnlySpan<byte> AfterHash;

    public ReadOnlySpan<byte> Nonce;

    public IdentificationPayload Group;

    public ReadOnlySpan<byte> SecurityAssociationBody;

    public SecurityAssociationPayload SecurityAssociation;

    public ushort? SenderIdRequest;

    public SequenceNumber? Sequence;

    public ReadOnlySpan<byte> KeyDownloadBody;

    public KeyDownloadPayload KeyDownload;

    /// <summary>Reads the payloads and validates all that is in them.</summary>
    /// <param name="payloads">What follows the header.</param>
    /// <param name="isEncrypted">Whether this was decrypted: then padding may follow.</param>
    /// <param name="expected">Which of the four it has to be; null to let the payloads say it.</param>
    /// <param name="form">What was found.</param>
    public static DiscardReason TryRead(
        ReadOnlySpan<byte> payloads, bool isEncrypted, GroupkeyPullStep? expected, out GroupkeyPullForm form)
    {
        form = default;
        form._chain = new(payloads, PayloadType.Hash);
        DiscardReason reason = form._chain.TryRead(out form.Hash);
        if (reason == DiscardReason.None && form.Hash.Length is not (32 or 64))
        {
            reason = DiscardReason.HashLength;
        }

        int start = form._chain.Position;
        if (reason == DiscardReason.None)
        {
            reason = form.TryReadStep(expected);
        }

        if (reason == DiscardReason.None)
        {
            reason = form._chain.CheckEnd();
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        form.AfterHash = payloads[start..form._chain.Position];
        return isEncrypted ? CbcForm.CheckPadding(form._chain.Rest)
            : form._chain.Rest.IsEmpty ? DiscardReason.None
            : DiscardReason.TrailingOctets;
    }

    private DiscardReason TryReadStep(GroupkeyPullStep? expected)
    {
        Step = expected ?? StepOf(_chain.Next);
        switch (Step)
        {
            case GroupkeyPullStep.Proof:
                return TryReadProof();
            case GroupkeyPullStep.Keys:
                return TryReadKeys();
        }

        DiscardReason reason = _chain.TryRead(PayloadType.Nonce, out Nonce);
        if (reason == DiscardReason.None)
        {
            reason = NoncePayload.Check(Nonce);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        // Both begin with a nonce: what follows it tells them apart.
        if (expected is null && _chain.Next == PayloadType.SecurityAssociation)
        {
            Step = GroupkeyPullStep.Policy;
        }

        return Step == GroupkeyPullStep.Policy ? TryReadPolicy() : TryReadRequest();
    }

    private static GroupkeyPullStep StepOf(PayloadType afterHash) => afterHash switch
    {
        PayloadType.None or PayloadType.GroupAssociatedPolicy => GroupkeyPullStep.Proof,
        PayloadType.SequenceNumber or PayloadType.KeyDownload => GroupkeyPullStep.Keys,
        _ => GroupkeyPullStep.Request,
    };

    private DiscardReason TryReadRequest()
    {
        DiscardReason reason = _chain.TryRead(PayloadType.Identification, out ReadOnlySpan<byte> body);
        return reason == DiscardReason.None ? IdentificationPayload.TryRead(body, out Group) : reason;
    }

    private DiscardReason TryReadPolicy()
    {
        DiscardReason reason = _chain.TryRead(PayloadType.SecurityAssociation, out SecurityAssociationBody);
        return reason == DiscardReason.None
            ? SecurityAssociationPayload.TryRead(SecurityAssociationBody, out SecurityAssociation)
            : reason;
    }

    // GAP with a request; what a key server prescribes has no place in it (RFC 6407 section 5.4).
    private DiscardReason TryReadProof()
    {
        if (_chain.Next == PayloadType.None)
        {
            return DiscardReason.None;
        }

        DiscardReason reason = _chain.TryRead(PayloadType.GroupAssociatedPolicy, out ReadOnlySpan<byte> body);
        GroupAssociatedPolicy policy = default;
        if (reason == DiscardReason.None)
        {
            reason = GroupAssociatedPolicy.TryRead(body, out policy);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (policy.ActivationDelaySeconds is not null || policy.DeactivationDelaySeconds is not null)
        {
            return DiscardReason.AttributeUnknown;
        }

        SenderIdRequest = policy.SenderIdRequest;
        return SenderIdRequest is null ? DiscardReason.AttributeMissing : DiscardReason.None;
    }

    private DiscardReason TryReadKeys()
    {
        DiscardReason reason;
        if (_chain.Next == PayloadType.SequenceNumber)
        {
            reason = _chain.TryRead(out ReadOnlySpan<byte> body);
            SequenceNumber sequence = default;
            if (reason == DiscardReason.None)
            {
                reason = SequenceNumberPayload.TryRead(body, out sequence);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }

            Sequence = sequence;
        }

        reason = _chain.TryRead(PayloadType.KeyDownload, out KeyDownloadBody);
        return reason == DiscardReason.None ? KeyDownloadPayload.TryRead(KeyDownloadBody, out KeyDownload) : reason;
    }
}
