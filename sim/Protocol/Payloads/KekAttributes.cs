using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// The KEK attributes of an SA KEK payload (RFC 6407 section 5.3, RFC 8263 section 2). Null means that the attribute is
/// absent. They are written in the order of their numbers.
/// </summary>
public readonly record struct KekAttributes
{
    // Attribute types (RFC 6407 section 5.3; 9: RFC 8263 section 8).
    private const ushort ManagementAlgorithmType = 1;
    private const ushort AlgorithmType = 2;
    private const ushort KeyLengthType = 3;
    private const ushort KeyLifetimeType = 4;
    private const ushort SignatureHashAlgorithmType = 5;
    private const ushort SignatureAlgorithmType = 6;
    private const ushort SignatureKeyLengthType = 7;
    private const ushort AckRequestedType = 9;

    /// <summary>
    /// KEK_MANAGEMENT_ALGORITHM as it stands on the wire; null for a single KEK. "MUST NOT be included in a
    /// GROUPKEY-PULL message, and MUST be ignored if present"; in a rekey only LKH is defined (section 5.3.1).
    /// </summary>
    public KekManagementAlgorithm? ManagementAlgorithm { get; init; }

    /// <summary>KEK_ALGORITHM: mandatory.</summary>
    public required KekAlgorithm Algorithm { get; init; }

    /// <summary>KEK_KEY_LENGTH in bits, IV not counted: mandatory for AES (section 5.3.3).</summary>
    public ushort? KeyBits { get; init; }

    /// <summary>KEK_KEY_LIFETIME in seconds.</summary>
    public uint? LifetimeSeconds { get; init; }

    /// <summary>SIG_HASH_ALGORITHM.</summary>
    public SignatureHashAlgorithm? SignatureHash { get; init; }

    /// <summary>SIG_ALGORITHM: mandatory.</summary>
    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>SIG_KEY_LENGTH in bits.</summary>
    public ushort? SignatureKeyBits { get; init; }

    /// <summary>
    /// KEK_ACK_REQUESTED as it stands on the wire. Values beyond the four types are no error: such a member takes part
    /// without acknowledging (RFC 8263 section 4).
    /// </summary>
    public ushort? AckRequestedValue { get; init; }

    /// <summary>KEK_ACK_REQUESTED, <see cref="KekAckRequested.None"/> if absent or none of the four types.</summary>
    public KekAckRequested AckRequested
    {
        get => AckRequestedValue is >= 1 and <= 4 ? (KekAckRequested)AckRequestedValue : KekAckRequested.None;
        init => AckRequestedValue = value == KekAckRequested.None ? null : (ushort)value;
    }

    /// <summary>Octets of KEK_ALGORITHM_KEY that these attributes announce: IV and key (section 5.6.2.1).</summary>
    public int AlgorithmKeyLength =>
        Algorithm.BlockLength() + ((Algorithm == KekAlgorithm.Aes ? KeyBits ?? 0 : Algorithm.FixedKeyBits()) / 8);

    /// <summary>
    /// Whether this project has the algorithms: AES, and RSA or ECDSA P-256 over SHA-256. The ECDSA algorithms imply
    /// their hash; RSA needs it named (section 5.3.5).
    /// </summary>
    public bool IsSupported => Algorithm == KekAlgorithm.Aes && SignatureAlgorithm switch
    {
        SignatureAlgorithm.Rsa => SignatureHash == SignatureHashAlgorithm.Sha256,
        SignatureAlgorithm.EcdsaP256 => SignatureHash is null or SignatureHashAlgorithm.Sha256,
        _ => false,
    };

    /// <summary>Reads all attributes up to the end of the reader.</summary>
    public static DiscardReason TryRead(scoped ref WireReader reader, out KekAttributes attributes)
    {
        attributes = new() { Algorithm = default, SignatureAlgorithm = default };
        uint seen = 0;
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason == DiscardReason.None)
            {
                reason = Take(attribute, ref seen, ref attributes);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        bool complete = (seen & (1 << AlgorithmType)) != 0 && (seen & (1 << SignatureAlgorithmType)) != 0;
        if (!complete || (attributes.Algorithm == KekAlgorithm.Aes && attributes.KeyBits is null))
        {
            return DiscardReason.AttributeMissing;
        }

        return attributes.HasPossibleKeyLength() ? DiscardReason.None : DiscardReason.AttributeValue;
    }

    /// <summary>Writes the attributes.</summary>
    public bool TryWrite(ref WireWriter writer) =>
        TryWriteBasic(ref writer, ManagementAlgorithmType, (ushort?)ManagementAlgorithm)
        && DataAttribute.TryWriteBasic(ref writer, AlgorithmType, (ushort)Algorithm)
        && TryWriteBasic(ref writer, KeyLengthType, KeyBits)
        && (LifetimeSeconds is null
            || DataAttribute.TryWriteVariable(ref writer, KeyLifetimeType, LifetimeSeconds.Value))
        && TryWriteBasic(ref writer, SignatureHashAlgorithmType, (ushort?)SignatureHash)
        && DataAttribute.TryWriteBasic(ref writer, SignatureAlgorithmType, (ushort)SignatureAlgorithm)
        && TryWriteBasic(ref writer, SignatureKeyLengthType, SignatureKeyBits)
        && TryWriteBasic(ref writer, AckRequestedType, AckRequestedValue);

    private static bool TryWriteBasic(ref WireWriter writer, ushort type, ushort? value) =>
        value is null || DataAttribute.TryWriteBasic(ref writer, type, value.Value);

    private static DiscardReason Take(in DataAttribute attribute, ref uint seen, ref KekAttributes attributes)
    {
        if (attribute.Type is 0 or 8 or > AckRequestedType)
        {
            return DiscardReason.AttributeUnknown;
        }

        bool isVariable = attribute.Type == KeyLifetimeType;
        if (attribute.IsBasic == isVariable)
        {
            return DiscardReason.AttributeFormat;
        }

        uint bit = 1u << attribute.Type;
        if ((seen & bit) != 0)
        {
            return DiscardReason.AttributeRepeated;
        }

        seen |= bit;
        if (isVariable)
        {
            if (attribute.Value.Length != sizeof(uint))
            {
                return DiscardReason.AttributeValue;
            }

            attributes = attributes with { LifetimeSeconds = BinaryPrimitives.ReadUInt32BigEndian(attribute.Value) };
            return DiscardReason.None;
        }

        return TakeBasic(attribute.Type, attribute.BasicValue, ref attributes)
            ? DiscardReason.None
            : DiscardReason.AttributeValue;
    }

    private static bool TakeBasic(ushort type, ushort value, ref KekAttributes attributes)
    {
        switch (type)
        {
            case ManagementAlgorithmType:
                attributes = attributes with { ManagementAlgorithm = (KekManagementAlgorithm)value };
                return true;
            case AlgorithmType:
                attributes = attributes with { Algorithm = (KekAlgorithm)value };
                return value is >= (ushort)KekAlgorithm.Des and <= (ushort)KekAlgorithm.Aes;
            case KeyLengthType:
                attributes = attributes with { KeyBits = value };
                return true;
            case SignatureHashAlgorithmType:
                attributes = attributes with { SignatureHash = (SignatureHashAlgorithm)value };
                return value is >= (ushort)SignatureHashAlgorithm.Md5 and <= (ushort)SignatureHashAlgorithm.Sha512;
            case SignatureAlgorithmType:
                attributes = attributes with { SignatureAlgorithm = (SignatureAlgorithm)value };
                return value is >= (ushort)SignatureAlgorithm.Rsa and <= (ushort)SignatureAlgorithm.EcdsaP521;
            case SignatureKeyLengthType:
                attributes = attributes with { SignatureKeyBits = value };
                return true;
            default:
                attributes = attributes with { AckRequestedValue = value };
                return true;
        }
    }

    // AES has three key lengths; for DES and triple DES the attribute may be absent (RFC 6407 section 5.3.3), and
    // counts the key's bits with or without parity: implementations differ, so only AES is held to its lengths.
    private bool HasPossibleKeyLength() => Algorithm != KekAlgorithm.Aes || KeyBits is 128 or 192 or 256;
}
