using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// A key encrypting key for AES-CBC with its IV: what KEK_ALGORITHM_KEY carries (RFC 6407 section 5.6.2.1). Every
/// GROUPKEY-PUSH under the KEK is encrypted with this same IV. A secret: its text form shows nothing of it.
/// </summary>
public sealed class Kek
{
    /// <summary>Octets of the IV and of a cipher block.</summary>
    public const int BlockLength = 16;

    private readonly byte[] _algorithmKey;

    /// <summary>Takes IV and key as KEK_ALGORITHM_KEY has them. The octets are copied.</summary>
    /// <param name="algorithmKey">IV (16 octets), then key (16, 24 or 32).</param>
    /// <exception cref="ArgumentException">Another length.</exception>
    public Kek(ReadOnlySpan<byte> algorithmKey)
    {
        if (algorithmKey.Length is not (32 or 40 or 48))
        {
            throw new ArgumentException(
                $"{algorithmKey.Length} octets; allowed: IV of 16 and key of 16, 24 or 32", nameof(algorithmKey));
        }

        _algorithmKey = algorithmKey.ToArray();
    }

    /// <summary>IV and key, as KEK_ALGORITHM_KEY carries them.</summary>
    public ReadOnlySpan<byte> AlgorithmKey => _algorithmKey;

    /// <summary>The IV of every message under this KEK.</summary>
    public ReadOnlySpan<byte> Iv => _algorithmKey.AsSpan(0, BlockLength);

    /// <summary>
    /// The key alone: 16, 24 or 32 octets. Also the base key of an acknowledgement (RFC 8263 section 2.1).
    /// </summary>
    public ReadOnlySpan<byte> Key => _algorithmKey.AsSpan(BlockLength);

    /// <summary>Takes a KEK as a message brought it.</summary>
    /// <param name="attributes">The SA KEK's attributes.</param>
    /// <param name="algorithmKey">KEK_ALGORITHM_KEY of the key packet.</param>
    /// <param name="kek">The KEK, or null.</param>
    /// <returns>
    /// <see cref="DiscardReason.AlgorithmUnsupported"/> for DES and triple DES, <see cref="DiscardReason.KeyLength"/>
    /// if the length is not the announced one.
    /// </returns>
    public static DiscardReason TryCreate(
        in KekAttributes attributes, ReadOnlySpan<byte> algorithmKey, out Kek? kek)
    {
        kek = null;
        if (attributes.Algorithm != KekAlgorithm.Aes)
        {
            return DiscardReason.AlgorithmUnsupported;
        }

        if (algorithmKey.Length != attributes.AlgorithmKeyLength || algorithmKey.Length is not (32 or 40 or 48))
        {
            return DiscardReason.KeyLength;
        }

        kek = new(algorithmKey);
        return DiscardReason.None;
    }

    public override string ToString() => $"AES-{Key.Length * 8}-CBC KEK";
}
