using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Reads a decrypted message.</summary>
/// <returns><see cref="DiscardReason.Undecryptable"/> if it does not begin as it must.</returns>
internal delegate DiscardReason PlainReading(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv);

/// <summary>
/// Opens a message that is encrypted under a phase 1 SA: tries its keys with the IVs that the messages before it leave
/// (RFC 2409 appendix B).
/// </summary>
internal sealed class Phase1Opening(
    ReadOnlyMemory<byte> datagram, InspectionKeys keys, InspectionFrame frame, ICryptographyProvider provider)
{
    private NamedPhase1[] _candidates = [];
    private bool _hasTried;

    /// <summary>The SA that fitted; null if none did.</summary>
    public NamedPhase1? Sa { get; private set; }

    /// <summary>Tries what there is.</summary>
    /// <param name="ivs">The IVs that are possible under an SA.</param>
    /// <param name="read">Decrypts and reads.</param>
    /// <returns>The reading's judgement; none if there was nothing to try.</returns>
    public DiscardReason TryOpen(Func<NamedPhase1, IEnumerable<byte[]>> ivs, PlainReading read)
    {
        var cookies = Cookies.Read(datagram.Span);
        _candidates = [.. keys.Phase1Sas.Where(sa => (sa.Cookies ?? cookies) == cookies)];
        foreach (NamedPhase1 candidate in _candidates)
        {
            IEnumerable<byte[]> possible = candidate.Iv.IsEmpty ? ivs(candidate) : [candidate.Iv.ToArray()];
            foreach (byte[] iv in possible)
            {
                _hasTried = true;
                DiscardReason reason = read(candidate.EncryptionKey.Span, iv);
                if (reason != DiscardReason.Undecryptable)
                {
                    Take(candidate, iv);
                    return reason;
                }
            }
        }

        return _hasTried ? DiscardReason.Undecryptable : DiscardReason.None;
    }

    /// <summary>Says what came of it, where nothing fitted.</summary>
    /// <param name="sources">Where the message's IV comes from.</param>
    public void TellFailure(string sources)
    {
        string tried = string.Join(", ", _candidates.Select(candidate => candidate.Name));
        if (_hasTried)
        {
            frame.RefuseKeys(
                tried,
                $"under {tried} no payload that a message can begin with",
                $"payloads, encrypted under the key with the IV of their place: {sources} (RFC 2409 appendix B)");
        }
        else
        {
            frame.Checks.Add(new InspectionCheck(
                "decryption", CheckOutcome.NotChecked,
                tried.Length == 0 ? "no key of its phase 1 was given" : $"{tried}: its IV is not known: {sources}"));
        }
    }

    private void Take(NamedPhase1 sa, byte[] iv)
    {
        Sa = sa;
        provider.Decrypt(
            new Kek([.. iv, .. sa.EncryptionKey.Span]), datagram.Span[IsakmpHeader.Size..], frame.ShownPayloads);
        frame.Checks.Add(new InspectionCheck(
            "decryption", CheckOutcome.Passed, $"{sa.Name}, {sa.EncryptionKey.Length * 8}-bit AES-CBC"));
    }
}
