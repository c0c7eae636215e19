using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Messages;

/// <summary>
/// The form of a decrypted GROUPKEY-PUSH (RFC 6407 section 4): SEQ, any number of D, SA with KD, SIG, zero padding.
/// </summary>
internal ref struct GroupkeyPushForm
{
    private PayloadChainReader _chain;

    public SequenceNumber Sequence;

    public ReadOnlySpan<byte> Deletes;

    public bool HasSecurityAssociation;

    public SecurityAssociationPayload SecurityAssociation;

    public bool HasKeyDownload;

    public KeyDownloadPayload KeyDownload;

    /// <summary>Where the SIG payload begins, or where it would.</summary>
    public int SignaturePosition;

    public ReadOnlySpan<byte> Signature;

    /// <summary>Octets of all payloads, padding not counted.</summary>
    public int Length;

    /// <summary>Reads the payloads and validates all that is in them.</summary>
    /// <param name="payloads">What follows the header.</param>
    /// <param name="isEncrypted">
    /// Whether this was decrypted: then padding may follow, and SA, KD and SIG must be there as RFC 6407 wants.
    /// </param>
    /// <param name="form">What was found.</param>
    public static DiscardReason TryRead(ReadOnlySpan<byte> payloads, bool isEncrypted, out GroupkeyPushForm form)
    {
        form = default;
        form._chain = new(payloads, PayloadType.SequenceNumber);
        DiscardReason reason = form.TryReadSequence();
        if (reason == DiscardReason.None)
        {
            reason = form.TryReadDeletes(payloads);
        }

        if (reason == DiscardReason.None)
        {
            reason = form.TryReadPolicyAndKeys(isEncrypted);
        }

        if (reason == DiscardReason.None)
        {
            reason = form.TryReadSignature(isEncrypted);
        }

        if (reason == DiscardReason.None)
        {
            form.Length = form._chain.Position;
            reason = CheckRest(form._chain.Rest, isEncrypted);
        }

        return reason == DiscardReason.None ? form.CheckKeys() : reason;
    }

    private DiscardReason TryReadSequence()
    {
        DiscardReason reason = _chain.TryRead(PayloadType.SequenceNumber, out ReadOnlySpan<byte> body);
        return reason == DiscardReason.None ? SequenceNumberPayload.TryRead(body, out Sequence) : reason;
    }

    private DiscardReason TryReadDeletes(ReadOnlySpan<byte> payloads)
    {
        int start = _chain.Position;
        while (_chain.Next == PayloadType.Delete)
        {
            DiscardReason reason = _chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None)
            {
                reason = DeletePayload.TryRead(body, out _);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        Deletes = payloads[start.._chain.Position];
        return DiscardReason.None;
    }

    private DiscardReason TryReadPolicyAndKeys(bool isEncrypted)
    {
        HasSecurityAssociation = _chain.Next == PayloadType.SecurityAssociation;
        DiscardReason reason;
        if (HasSecurityAssociation)
        {
            reason = _chain.TryRead(out ReadOnlySpan<byte> body);
            if (reason == DiscardReason.None)
            {
                reason = SecurityAssociationPayload.TryRead(body, out SecurityAssociation);
            }

            if (reason == DiscardReason.None)
            {
                reason = CheckManagement();
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }
        else if (isEncrypted && Deletes.IsEmpty)
        {
            // SA and KD are omitted only if there is nothing but Deletes (RFC 6407 section 5.9).
            return Absence(_chain.Next, PayloadType.SecurityAssociation);
        }

        HasKeyDownload = _chain.Next == PayloadType.KeyDownload;
        if (isEncrypted && HasKeyDownload != HasSecurityAssociation)
        {
            return HasKeyDownload ? DiscardReason.PayloadOrder : Absence(_chain.Next, PayloadType.KeyDownload);
        }

        if (!HasKeyDownload)
        {
            return DiscardReason.None;
        }

        reason = _chain.TryRead(out ReadOnlySpan<byte> keys);
        return reason == DiscardReason.None ? KeyDownloadPayload.TryRead(keys, out KeyDownload) : reason;
    }

    // In a registration the attribute is ignored; here it says how the group is rekeyed (RFC 6407 section 5.3).
    private readonly DiscardReason CheckManagement() =>
        SecurityAssociation.HasKek
            && SecurityAssociation.Kek.Attributes.ManagementAlgorithm is not (null or KekManagementAlgorithm.Lkh)
            ? DiscardReason.AttributeValue
            : DiscardReason.None;

    private DiscardReason TryReadSignature(bool isEncrypted)
    {
        SignaturePosition = _chain.Position;
        if (!isEncrypted && _chain.Next == PayloadType.None)
        {
            return DiscardReason.None;
        }

        DiscardReason reason = _chain.TryRead(PayloadType.Signature, out Signature);
        if (reason == DiscardReason.None && Signature.IsEmpty)
        {
            reason = DiscardReason.PayloadTooShort;
        }

        return reason == DiscardReason.None ? _chain.CheckEnd() : reason;
    }

    // SIG closes the message: if it stands where another payload must, that one is missing rather than misplaced.
    private static DiscardReason Absence(PayloadType found, PayloadType expected) =>
        found == PayloadType.Signature
            ? DiscardReason.PayloadMissing
            : PayloadChainReader.CheckType(found, expected);

    private static DiscardReason CheckRest(ReadOnlySpan<byte> rest, bool isEncrypted)
    {
        if (isEncrypted)
        {
            return CbcForm.CheckPadding(rest);
        }

        return rest.IsEmpty ? DiscardReason.None : DiscardReason.TrailingOctets;
    }

    /// <summary>Every SA TEK and SA KEK has its keys (RFC 6407 sections 4 and 4.3).</summary>
    private readonly DiscardReason CheckKeys() => HasSecurityAssociation && HasKeyDownload
        ? PolicyKeys.Check(SecurityAssociation, KeyDownload, isRegistration: false)
        : DiscardReason.None;
}
