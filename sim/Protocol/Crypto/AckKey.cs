using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The ack_key: protects the acknowledgements of one Rekey SA (KEK types) or of one member under it (LKH types);
/// RFC 8263 section 3.2. A value: deriving and using it allocates nothing. A secret: its text form
/// shows nothing of it.
/// </summary>
public readonly struct AckKey
{
    // The label is a null-terminated string: 18 octets with its NUL (RFC 8263 section 3.2).
    private static ReadOnlySpan<byte> Label => "GROUPKEY-PUSH ACK\0"u8;

    /// <summary>Octets of label | SPI | L: 36.</summary>
    public const int DerivationLength = 18 + Cookies.Length + sizeof(ushort);

    private readonly KeyOctets _octets;

    private AckKey(PrfAlgorithm prf, in KeyOctets octets)
    {
        Prf = prf;
        _octets = octets;
    }

    /// <summary>The prf that the key is for.</summary>
    public PrfAlgorithm Prf { get; }

    /// <summary>Octets of the key: the output of the prf, 32 or 64.</summary>
    public int Length => Prf.OutputLength();

    /// <summary>ack_key = prf(base_key, label | SPI | L).</summary>
    /// <param name="provider">Who computes.</param>
    /// <param name="prf">The prf of the KEK_ACK_REQUESTED type.</param>
    /// <param name="baseKey">
    /// KEK types: the key, without IV, that decrypted the PUSH (RFC 8263 section 2.1); LKH types: the member's leaf
    /// key,
    /// without IV (section 2.2).
    /// </param>
    /// <param name="spi">The cookies of the PUSH.</param>
    /// <param name="lengthField">The reading of L.</param>
    public static AckKey Derive(
        ICryptographyProvider provider,
        PrfAlgorithm prf,
        ReadOnlySpan<byte> baseKey,
        Cookies spi,
        AckLengthField lengthField = AckLengthField.Block)
    {
        Span<byte> input = stackalloc byte[DerivationLength];
        WriteDerivation(input, prf, spi, lengthField);
        KeyOctets octets = default;
        provider.ComputeHmac(prf, baseKey, input, octets);
        return new(prf, octets);
    }

    /// <summary>
    /// Writes label | SPI | L: what is hashed under a base key to get its ack_key, for <see cref="HmacKeyLanes"/>.
    /// </summary>
    /// <param name="destination">At least <see cref="DerivationLength"/> octets; the first are written.</param>
    /// <param name="prf">The prf of the KEK_ACK_REQUESTED type.</param>
    /// <param name="spi">The cookies of the PUSH.</param>
    /// <param name="lengthField">The reading of L.</param>
    public static void WriteDerivation(
        Span<byte> destination, PrfAlgorithm prf, Cookies spi, AckLengthField lengthField = AckLengthField.Block)
    {
        Label.CopyTo(destination);
        spi.WriteTo(destination[Label.Length..]);
        int bits = 8 * (lengthField == AckLengthField.Block ? prf.BlockLength() : prf.OutputLength());
        BinaryPrimitives.WriteUInt16BigEndian(destination[(Label.Length + Cookies.Length)..], (ushort)bits);
    }

    /// <summary>The key's octets, for precomputed HMAC states.</summary>
    /// <param name="destination">At least <see cref="Length"/> octets.</param>
    public void CopyTo(Span<byte> destination) => Octets(in this).CopyTo(destination);

    /// <summary>HASH = prf(ack_key, SEQ | ID): RFC 8263 section 3.2.</summary>
    /// <param name="provider">Who computes.</param>
    /// <param name="sequenceAndId">Both payloads whole, with their generic headers.</param>
    /// <param name="destination">At least <see cref="Length"/> octets; the first are written.</param>
    public void ComputeHash(
        ICryptographyProvider provider, ReadOnlySpan<byte> sequenceAndId, Span<byte> destination) =>
        provider.ComputeHmac(Prf, Octets(in this), sequenceAndId, destination);

    /// <summary>
    /// Computes HASH and compares it in a time that does not depend on where they differ.
    /// </summary>
    /// <returns>
    /// <see cref="DiscardReason.None"/>, <see cref="DiscardReason.HashLength"/> or
    /// <see cref="DiscardReason.HashMismatch"/>.
    /// </returns>
    [SkipLocalsInit]
    public DiscardReason VerifyHash(
        ICryptographyProvider provider, ReadOnlySpan<byte> sequenceAndId, ReadOnlySpan<byte> hash)
    {
        if (hash.Length != Length)
        {
            return DiscardReason.HashLength;
        }

        Span<byte> expected = stackalloc byte[PrfAlgorithmExtensions.MaximumOutputLength];
        expected = expected[..Length];
        ComputeHash(provider, sequenceAndId, expected);
        return CryptographicOperations.FixedTimeEquals(expected, hash)
            ? DiscardReason.None
            : DiscardReason.HashMismatch;
    }

    public override string ToString() => $"ack_key for {Prf}";

    private static ReadOnlySpan<byte> Octets(in AckKey key) =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<KeyOctets, byte>(ref Unsafe.AsRef(in key._octets)), key.Length);

    [InlineArray(PrfAlgorithmExtensions.MaximumOutputLength)]
    private struct KeyOctets
    {
        private byte _first;
    }
}
