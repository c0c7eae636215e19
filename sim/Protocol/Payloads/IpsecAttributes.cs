using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// IPsec SA attributes of an ESP or AH TEK (RFC 2407 section 4.5, RFC 6407 section 5.5.1.1). Null means that the
/// attribute is absent. An attribute may appear again as long as it says the same (RFC 2407 section 4.5.2).
/// Those that GDOI ignores or that concern other protocols are checked for form and not kept.
/// </summary>
public readonly record struct IpsecAttributes
{
    // Attribute types: 1 to 9 RFC 2407 section 4.5; 10 to 15 the IPsec registry (14, 15: RFC 6407 section 5.5.1.1).
    private const ushort LifeTypeType = 1;
    private const ushort LifeDurationType = 2;
    private const ushort EncapsulationModeType = 4;
    private const ushort AuthenticationAlgorithmType = 5;
    private const ushort KeyLengthType = 6;
    private const ushort CompressPrivateAlgorithmType = 9;
    private const ushort AuthenticationKeyLengthType = 12;
    private const ushort AddressPreservationType = 14;
    private const ushort DirectionType = 15;

    // SA Life Type (RFC 2407 section 4.5).
    private const ushort LifeTypeSeconds = 1;
    private const ushort LifeTypeKilobytes = 2;

    /// <summary>SA Life Duration in seconds.</summary>
    public uint? LifetimeSeconds { get; init; }

    /// <summary>SA Life Duration in kilobytes.</summary>
    public uint? LifetimeKilobytes { get; init; }

    /// <summary>Encapsulation Mode, 1 to 4: 1 tunnel, 2 transport.</summary>
    public ushort? EncapsulationMode { get; init; }

    /// <summary>Authentication Algorithm, 1 to 13: 1 HMAC-MD5, 2 HMAC-SHA, 5 HMAC-SHA2-256, ….</summary>
    public ushort? AuthenticationAlgorithm { get; init; }

    /// <summary>Key Length of the cipher in bits.</summary>
    public ushort? KeyBits { get; init; }

    /// <summary>Address Preservation, 1 to 4 (RFC 6407 section 5.5.1.1.1).</summary>
    public ushort? AddressPreservation { get; init; }

    /// <summary>SA Direction, 1 to 3; symmetric if absent (RFC 6407 section 5.5.1.1.2).</summary>
    public ushort? Direction { get; init; }

    /// <summary>Reads all attributes up to the end of the reader.</summary>
    public static DiscardReason TryRead(scoped ref WireReader reader, out IpsecAttributes attributes)
    {
        attributes = default;
        ushort lifeType = 0;
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason == DiscardReason.None)
            {
                reason = CheckForm(attribute);
            }

            if (reason == DiscardReason.None)
            {
                reason = Take(attribute, ref lifeType, ref attributes);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        // A Life Type that no duration follows measures nothing.
        return lifeType == 0 ? DiscardReason.None : DiscardReason.AttributeMissing;
    }

    /// <summary>Writes the attributes in the order of their numbers.</summary>
    public bool TryWrite(ref WireWriter writer) =>
        TryWriteLifetime(ref writer, LifeTypeSeconds, LifetimeSeconds)
        && TryWriteLifetime(ref writer, LifeTypeKilobytes, LifetimeKilobytes)
        && TryWriteBasic(ref writer, EncapsulationModeType, EncapsulationMode)
        && TryWriteBasic(ref writer, AuthenticationAlgorithmType, AuthenticationAlgorithm)
        && TryWriteBasic(ref writer, KeyLengthType, KeyBits)
        && TryWriteBasic(ref writer, AddressPreservationType, AddressPreservation)
        && TryWriteBasic(ref writer, DirectionType, Direction);

    private static bool TryWriteBasic(ref WireWriter writer, ushort type, ushort? value) =>
        value is null || DataAttribute.TryWriteBasic(ref writer, type, value.Value);

    private static bool TryWriteLifetime(ref WireWriter writer, ushort lifeType, uint? duration) =>
        duration is null
        || (DataAttribute.TryWriteBasic(ref writer, LifeTypeType, lifeType)
            && DataAttribute.TryWriteVariable(ref writer, LifeDurationType, duration.Value));

    private static DiscardReason CheckForm(in DataAttribute attribute)
    {
        if (attribute.Type is 0 or > DirectionType)
        {
            return DiscardReason.AttributeUnknown;
        }

        // Variable attributes MAY be sent as Basic, never the reverse (RFC 2407 section 4.5).
        bool isVariable = attribute.Type
            is LifeDurationType or CompressPrivateAlgorithmType or AuthenticationKeyLengthType;
        return attribute.IsBasic || isVariable ? DiscardReason.None : DiscardReason.AttributeFormat;
    }

    private static DiscardReason Take(in DataAttribute attribute, ref ushort lifeType, ref IpsecAttributes attributes)
    {
        if (attribute.Type == LifeDurationType)
        {
            return TakeLifetime(attribute.Value, ref lifeType, ref attributes);
        }

        if (lifeType != 0)
        {
            return DiscardReason.AttributeMissing;
        }

        ushort value = attribute.IsBasic ? attribute.BasicValue : (ushort)0;
        ushort? before;
        switch (attribute.Type)
        {
            case LifeTypeType:
                lifeType = value;
                return value is LifeTypeSeconds or LifeTypeKilobytes
                    ? DiscardReason.None
                    : DiscardReason.AttributeValue;
            case EncapsulationModeType:
                before = attributes.EncapsulationMode;
                attributes = attributes with { EncapsulationMode = value };
                return Judge(before, value, IpsecRegistries.IsEncapsulationMode(value));
            case AuthenticationAlgorithmType:
                before = attributes.AuthenticationAlgorithm;
                attributes = attributes with { AuthenticationAlgorithm = value };
                return Judge(before, value, IpsecRegistries.IsAuthenticationAlgorithm(value));
            case KeyLengthType:
                before = attributes.KeyBits;
                attributes = attributes with { KeyBits = value };
                return Judge(before, value, isAssigned: value != 0);
            case AddressPreservationType:
                before = attributes.AddressPreservation;
                attributes = attributes with { AddressPreservation = value };
                return Judge(before, value, IpsecRegistries.IsAddressPreservation(value));
            case DirectionType:
                before = attributes.Direction;
                attributes = attributes with { Direction = value };
                return Judge(before, value, IpsecRegistries.IsDirection(value));
            default:
                return !attribute.IsBasic || IpsecRegistries.IsOther(attribute.Type, value)
                    ? DiscardReason.None
                    : DiscardReason.AttributeValue;
        }
    }

    private static DiscardReason TakeLifetime(
        ReadOnlySpan<byte> value, ref ushort lifeType, ref IpsecAttributes attributes)
    {
        if (lifeType == 0)
        {
            return DiscardReason.AttributeMissing;
        }

        if (value.Length is not (sizeof(ushort) or sizeof(uint)))
        {
            return DiscardReason.AttributeValue;
        }

        uint duration = value.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16BigEndian(value)
            : BinaryPrimitives.ReadUInt32BigEndian(value);
        uint? before = lifeType == LifeTypeSeconds ? attributes.LifetimeSeconds : attributes.LifetimeKilobytes;
        attributes = lifeType == LifeTypeSeconds
            ? attributes with { LifetimeSeconds = duration }
            : attributes with { LifetimeKilobytes = duration };
        lifeType = 0;
        return before is null || before == duration ? DiscardReason.None : DiscardReason.AttributeRepeated;
    }

    private static DiscardReason Judge(ushort? before, ushort value, bool isAssigned)
    {
        if (!isAssigned)
        {
            return DiscardReason.AttributeValue;
        }

        return before is null || before == value ? DiscardReason.None : DiscardReason.AttributeRepeated;
    }
}
