namespace GdoiSim.Protocol.Payloads;

/// <summary>N, the nonce payload of a GROUPKEY-PULL (RFC 2408 section 3.13, RFC 6407 section 5.8).</summary>
public static class NoncePayload
{
    /// <summary>Octets of the shortest nonce.</summary>
    public const int MinimumLength = 8;

    /// <summary>Octets of the longest nonce.</summary>
    public const int MaximumLength = 128;

    /// <summary>Whether a body is as long as a nonce must be.</summary>
    public static DiscardReason Check(ReadOnlySpan<byte> body) =>
        body.Length is >= MinimumLength and <= MaximumLength ? DiscardReason.None : DiscardReason.NonceLength;
}
