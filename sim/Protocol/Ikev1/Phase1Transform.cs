using System.Buffers.Binary;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// What a phase 1 transform offers: AES-CBC with a key length, a hash function, an authentication method, a group and a
/// lifetime (RFC 2409 appendix A, RFC 3602 for AES, RFC 4868 for the hash functions).
/// </summary>
public readonly record struct Phase1Transform
{
    // Attribute classes (RFC 2409 appendix A).
    private const ushort EncryptionAlgorithmType = 1;
    private const ushort HashAlgorithmType = 2;
    private const ushort AuthenticationMethodType = 3;
    private const ushort GroupDescriptionType = 4;
    private const ushort LifeTypeType = 11;
    private const ushort LifeDurationType = 12;
    private const ushort KeyLengthType = 14;

    // Values (IANA's list for appendix A).
    private const ushort AesCbc = 7;
    private const ushort Sha256 = 4;
    private const ushort Sha512 = 6;
    private const ushort Seconds = 1;

    // Every attribute that is read must be there.
    private const uint All = (1u << EncryptionAlgorithmType) | (1u << HashAlgorithmType)
        | (1u << AuthenticationMethodType) | (1u << GroupDescriptionType) | (1u << LifeTypeType)
        | (1u << LifeDurationType) | (1u << KeyLengthType);

    /// <summary>Key Length of AES in bits: 128, 192 or 256.</summary>
    public required ushort KeyBits { get; init; }

    /// <summary>Hash Algorithm; its HMAC is the prf.</summary>
    public required PrfAlgorithm Prf { get; init; }

    /// <summary>Authentication Method.</summary>
    public required AuthenticationMethod Authentication { get; init; }

    /// <summary>Group Description.</summary>
    public required DiffieHellmanGroup Group { get; init; }

    /// <summary>Life Duration in seconds.</summary>
    public required uint LifetimeSeconds { get; init; }

    /// <summary>Octets of the cipher's key.</summary>
    public int KeyLength => KeyBits / 8;

    /// <summary>Whether this project has what the transform names.</summary>
    internal bool IsSupported => KeyBits is 128 or 192 or 256
        && Prf is PrfAlgorithm.HmacSha256 or PrfAlgorithm.HmacSha512
        && Authentication.IsDefined()
        && Group.IsDefined();

    /// <summary>Reads the attributes of a transform.</summary>
    /// <param name="attributes">All of them.</param>
    /// <param name="transform">What they say.</param>
    /// <returns>
    /// <see cref="DiscardReason.None"/>; a reason about form; or <see cref="DiscardReason.NoProposalChosen"/> for a
    /// well-formed transform that is none of those described here: among them one with another lifetime beside that in
    /// seconds, with none, or with one that 32 bits do not hold.
    /// </returns>
    internal static DiscardReason TryRead(ReadOnlySpan<byte> attributes, out Phase1Transform transform)
    {
        transform = default;
        Span<uint> values = stackalloc uint[KeyLengthType + 1];
        values.Clear();
        uint seen = 0;
        bool isKnown = true;
        var reader = new WireReader(attributes);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason == DiscardReason.None)
            {
                reason = Take(attribute, values, ref seen, ref isKnown);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        transform = new()
        {
            KeyBits = (ushort)values[KeyLengthType],
            Prf = values[HashAlgorithmType] == Sha256 ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512,
            Authentication = (AuthenticationMethod)values[AuthenticationMethodType],
            Group = (DiffieHellmanGroup)values[GroupDescriptionType],
            LifetimeSeconds = values[LifeDurationType],
        };
        isKnown = isKnown
            && seen == All
            && values[EncryptionAlgorithmType] == AesCbc
            && values[HashAlgorithmType] is Sha256 or Sha512
            && values[LifeTypeType] == Seconds
            && transform.IsSupported;
        return isKnown ? DiscardReason.None : DiscardReason.NoProposalChosen;
    }

    /// <summary>Writes the attributes.</summary>
    internal bool TryWrite(ref WireWriter writer) =>
        DataAttribute.TryWriteBasic(ref writer, EncryptionAlgorithmType, AesCbc)
        && DataAttribute.TryWriteBasic(ref writer, KeyLengthType, KeyBits)
        && DataAttribute.TryWriteBasic(
            ref writer, HashAlgorithmType, Prf == PrfAlgorithm.HmacSha256 ? Sha256 : Sha512)
        && DataAttribute.TryWriteBasic(ref writer, AuthenticationMethodType, (ushort)Authentication)
        && DataAttribute.TryWriteBasic(ref writer, GroupDescriptionType, (ushort)Group)
        && DataAttribute.TryWriteBasic(ref writer, LifeTypeType, Seconds)
        && (LifetimeSeconds <= ushort.MaxValue
            ? DataAttribute.TryWriteBasic(ref writer, LifeDurationType, (ushort)LifetimeSeconds)
            : DataAttribute.TryWriteVariable(ref writer, LifeDurationType, LifetimeSeconds));

    private static DiscardReason Take(
        in DataAttribute attribute, Span<uint> values, ref uint seen, ref bool isKnown)
    {
        bool isOurs = attribute.Type is >= EncryptionAlgorithmType and <= GroupDescriptionType
            or LifeTypeType or LifeDurationType or KeyLengthType;
        if (!isOurs)
        {
            isKnown = false;
            return DiscardReason.None;
        }

        // Only Life Duration is Variable, and may come as Basic too.
        if (!attribute.IsBasic && attribute.Type != LifeDurationType)
        {
            return DiscardReason.AttributeFormat;
        }

        uint bit = 1u << attribute.Type;
        bool isRepeated = (seen & bit) != 0;
        seen |= bit;
        if (attribute.Type is LifeTypeType or LifeDurationType)
        {
            // A lifetime in kilobytes may stand beside that in seconds, and a duration may have any length (RFC 2409
            // appendix A): nothing is wrong with the proposal then, but the transform cannot be taken.
            if (isRepeated || attribute.Value.Length is not (sizeof(ushort) or sizeof(uint)))
            {
                isKnown = false;
                return DiscardReason.None;
            }
        }
        else if (isRepeated)
        {
            return DiscardReason.AttributeRepeated;
        }

        values[attribute.Type] = attribute.Value.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16BigEndian(attribute.Value)
            : BinaryPrimitives.ReadUInt32BigEndian(attribute.Value);
        return DiscardReason.None;
    }
}
