using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Inspects a GROUPKEY-PUSH, encrypted or decrypted by somebody already.</summary>
internal sealed class PushInspection(ReadOnlyMemory<byte> datagram, InspectionKeys keys)
{
    private readonly SystemCryptographyProvider _provider = new();
    private readonly InspectionFrame _frame = new("GROUPKEY-PUSH", datagram);
    private readonly byte[] _workspace = new byte[datagram.Length + GroupkeyPush.WorkspaceOverhead];
    private string[] _tried = [];
    private NamedKek? _kek;

    public MessageInspection Inspect()
    {
        DiscardReason verdict = _frame.IsEncrypted ? Open() : ReadPlain(out _);
        PushWalk? walk = null;
        _frame.Walk((FieldCursor payloads, in WalkedHeader header) => walk = Walk(payloads, header));
        if (verdict == DiscardReason.None && walk is not null)
        {
            verdict = VerifySignature(walk);
        }

        return _frame.Finish(verdict) with
        {
            Sequence = walk?.Sequence,
            Brought = verdict == DiscardReason.None && walk?.Brought is { } brought
                ? brought with { Acknowledgement = ReadAcknowledgement() }
                : null,
        };
    }

    /// <summary>KEK_ACK_REQUESTED of the SAK in a message that is valid.</summary>
    private KekAckRequested ReadAcknowledgement()
    {
        DiscardReason reason = _kek is null
            ? ReadPlain(out GroupkeyPush push)
            : TryOpen(_kek, SignedLength.WithoutPadding, out push);
        return reason == DiscardReason.None && push.SecurityAssociation.HasKek
            ? push.SecurityAssociation.Kek.Attributes.AckRequested
            : KekAckRequested.None;
    }

    private DiscardReason ReadPlain(out GroupkeyPush push) =>
        GroupkeyPush.TryReadPlain(datagram.Span, _workspace, out push);

    /// <summary>Tries the KEKs; the first under which the message begins with SEQ is the one.</summary>
    private DiscardReason Open()
    {
        DiscardReason reason = GroupkeyPush.TryReadHeader(datagram.Span, out _);
        NamedKek[] candidates = [.. keys.Keks.Where(IsForThis)];
        if (reason != DiscardReason.None || candidates.Length == 0)
        {
            _frame.Checks.Add(new InspectionCheck("decryption", CheckOutcome.NotChecked, "no KEK for it was given"));
            return reason;
        }

        foreach (NamedKek candidate in candidates)
        {
            reason = TryOpen(candidate, SignedLength.WithoutPadding, out _);
            if (reason != DiscardReason.Undecryptable)
            {
                _kek = candidate;
                _provider.Decrypt(candidate.Kek, datagram.Span[IsakmpHeader.Size..], _frame.ShownPayloads);
                _frame.Checks.Add(new InspectionCheck(
                    "decryption", CheckOutcome.Passed,
                    $"{candidate.Name}, {candidate.Kek.Key.Length * 8}-bit AES-CBC"));
                return reason;
            }
        }

        _tried = [.. candidates.Select(candidate => candidate.Name)];
        return reason;
    }

    private bool IsForThis(NamedKek kek) => kek.Spi is null || kek.Spi == Cookies.Read(datagram.Span);

    private DiscardReason TryOpen(NamedKek kek, SignedLength reading, out GroupkeyPush push) =>
        GroupkeyPush.TryOpen(datagram.Span, kek.Kek, _provider, _workspace, out push, reading);

    private PushWalk? Walk(FieldCursor payloads, in WalkedHeader header)
    {
        if (!_frame.IsEncrypted || _kek is not null)
        {
            return PushWalk.Walk(payloads, header, wasEncrypted: _frame.IsEncrypted);
        }

        EncryptedWalk.Walk(payloads, header, PayloadType.SequenceNumber);
        if (_tried.Length > 0)
        {
            _frame.RefuseKeys(
                string.Join(", ", _tried),
                "under none of the KEKs a message that begins with a SEQ payload",
                "SEQ: reserved 0, payload length 8 (RFC 6407 section 4.4)");
        }

        return null;
    }

    private DiscardReason VerifySignature(PushWalk walk)
    {
        if (walk.Signature is not { } signature)
        {
            return DiscardReason.None;
        }

        if (keys.PublicKeys.Count == 0)
        {
            _frame.Checks.Add(new InspectionCheck("SIG", CheckOutcome.NotChecked, "no public key was given"));
            return DiscardReason.None;
        }

        foreach (NamedPublicKey key in keys.PublicKeys)
        {
            if (FittingReading(key) is { } reading)
            {
                _frame.Checks.Add(new InspectionCheck("SIG", CheckOutcome.Passed, $"{key.Name}; {reading}"));
                return DiscardReason.None;
            }
        }

        string tried = string.Join(", ", keys.PublicKeys.Select(key => key.Name));
        _frame.Checks.Add(new InspectionCheck(
            "SIG", CheckOutcome.Failed, $"tried {tried}, with both readings of Length"));
        _frame.Record.Refuse(
            signature.Offset, signature.Length, DiscardReason.SignatureMismatch,
            $"a signature of {signature.Length} octets that does not verify under {tried}",
            "the key server's over \"rekey\", HDR and the payloads before SIG (RFC 6407 section 4)");
        return DiscardReason.SignatureMismatch;
    }

    /// <summary>The reading of the signed Length under which the key verifies SIG; null if there is none.</summary>
    private string? FittingReading(NamedPublicKey key)
    {
        foreach (SignatureAlgorithm algorithm in new[] { SignatureAlgorithm.Rsa, SignatureAlgorithm.EcdsaP256 })
        {
            if (!_provider.TryCreateVerifier(
                algorithm, key.SubjectPublicKeyInfo.Span, out ISignatureVerifier? verifier))
            {
                continue;
            }

            using (verifier)
            {
                if (_kek is null)
                {
                    return ReadPlain(out GroupkeyPush plain) == DiscardReason.None && IsSigned(plain, verifier)
                        ? "Length as it stands"
                        : null;
                }

                foreach (SignedLength reading in Enum.GetValues<SignedLength>())
                {
                    if (TryOpen(_kek, reading, out GroupkeyPush push) == DiscardReason.None && IsSigned(push, verifier))
                    {
                        return reading == SignedLength.WithoutPadding
                            ? "the signed Length is without padding"
                            : "the signed Length is that on the wire, with padding";
                    }
                }
            }
        }

        return null;
    }

    private static bool IsSigned(GroupkeyPush push, ISignatureVerifier verifier) =>
        push.VerifySignature(verifier) == DiscardReason.None;
}
