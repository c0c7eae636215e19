using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>The protocol-specific part of an SA TEK for IEC 61850 (RFC 8052 section 2.2).</summary>
public readonly ref struct Iec61850Tek
{
    // SA TEK attributes (RFC 8052 section 4).
    private const ushort ActivationTimeDelayType = 1;
    private const ushort KeyDeliveryAssuranceType = 2;

    /// <summary>DER octets of the object identifier, 1 to 255.</summary>
    public ReadOnlySpan<byte> Oid { get; init; }

    /// <summary>DER octets of the traffic selector that goes with it; may be empty.</summary>
    public ReadOnlySpan<byte> OidSpecificPayload { get; init; }

    /// <summary>SPI: the key identifier (4 octets).</summary>
    public uint Spi { get; init; }

    /// <summary>Auth Alg (section 2.2.2).</summary>
    public Iec61850Authentication AuthenticationAlgorithm { get; init; }

    /// <summary>Enc Alg (section 2.2.3); CBC never without an authentication algorithm.</summary>
    public Iec61850Confidentiality ConfidentialityAlgorithm { get; init; }

    /// <summary>Remaining lifetime in seconds; 0 for no end.</summary>
    public uint RemainingLifetimeSeconds { get; init; }

    /// <summary>SA_ATD: seconds to wait before the SA is used (section 2.2.4.1); null if absent.</summary>
    public uint? ActivationDelaySeconds { get; init; }

    /// <summary>
    /// SA_KDA: share of receivers that must hold the key, 0 to 100 % (section 2.2.4.2); null if absent.
    /// </summary>
    public ushort? KeyDeliveryAssurancePercent { get; init; }

    /// <summary>Reads the fields in wire order, to the end.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> octets, out Iec61850Tek tek)
    {
        tek = default;
        var reader = new WireReader(octets);
        if (!reader.TryReadByte(out byte oidLength)
            || oidLength == 0
            || !reader.TryReadOctets(oidLength, out ReadOnlySpan<byte> oid)
            || !reader.TryReadUInt16(out ushort specificLength)
            || !reader.TryReadOctets(specificLength, out ReadOnlySpan<byte> specific))
        {
            return DiscardReason.OidLength;
        }

        if (!reader.TryReadUInt32(out uint spi)
            || !reader.TryReadUInt16(out ushort authentication)
            || !reader.TryReadUInt16(out ushort confidentiality)
            || !reader.TryReadUInt32(out uint lifetime))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (!IsPossible((Iec61850Authentication)authentication, (Iec61850Confidentiality)confidentiality))
        {
            return DiscardReason.AttributeValue;
        }

        DiscardReason reason = TryReadAttributes(ref reader, out uint? activationDelay, out ushort? assurance);
        tek = new()
        {
            Oid = oid,
            OidSpecificPayload = specific,
            Spi = spi,
            AuthenticationAlgorithm = (Iec61850Authentication)authentication,
            ConfidentialityAlgorithm = (Iec61850Confidentiality)confidentiality,
            RemainingLifetimeSeconds = lifetime,
            ActivationDelaySeconds = activationDelay,
            KeyDeliveryAssurancePercent = assurance,
        };
        return reason;
    }

    /// <summary>Whether a TEK packet's keys are as long as the algorithms want them (section 2.3).</summary>
    public bool HasKeysOf(in KeyPacket packet) =>
        packet.IntegrityKey.Length == AuthenticationAlgorithm.KeyLength()
        && packet.AlgorithmKey.Length == ConfidentialityAlgorithm.KeyLength();

    internal bool TryWrite(ref WireWriter writer) =>
        Oid.Length is > 0 and <= byte.MaxValue
        && OidSpecificPayload.Length <= ushort.MaxValue
        && writer.TryWriteByte((byte)Oid.Length)
        && writer.TryWriteOctets(Oid)
        && writer.TryWriteUInt16((ushort)OidSpecificPayload.Length)
        && writer.TryWriteOctets(OidSpecificPayload)
        && writer.TryWriteUInt32(Spi)
        && writer.TryWriteUInt16((ushort)AuthenticationAlgorithm)
        && writer.TryWriteUInt16((ushort)ConfidentialityAlgorithm)
        && writer.TryWriteUInt32(RemainingLifetimeSeconds)
        && (ActivationDelaySeconds is null
            || DataAttribute.TryWriteVariable(ref writer, ActivationTimeDelayType, ActivationDelaySeconds.Value))
        && (KeyDeliveryAssurancePercent is null
            || DataAttribute.TryWriteBasic(ref writer, KeyDeliveryAssuranceType, KeyDeliveryAssurancePercent.Value));

    // AES-CBC "MUST NOT be used with the NONE authentication algorithm" (section 2.2.3).
    private static bool IsPossible(Iec61850Authentication authentication, Iec61850Confidentiality confidentiality) =>
        authentication.IsDefined()
        && confidentiality.IsDefined()
        && (authentication != Iec61850Authentication.None
            || confidentiality is not (Iec61850Confidentiality.AesCbc128 or Iec61850Confidentiality.AesCbc256));

    private static DiscardReason TryReadAttributes(
        scoped ref WireReader reader, out uint? activationDelay, out ushort? assurance)
    {
        activationDelay = null;
        assurance = null;
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            if (attribute.Type is not (ActivationTimeDelayType or KeyDeliveryAssuranceType))
            {
                return DiscardReason.AttributeUnknown;
            }

            if (attribute.IsBasic != (attribute.Type == KeyDeliveryAssuranceType))
            {
                return DiscardReason.AttributeFormat;
            }

            bool isRepeated = attribute.IsBasic ? assurance is not null : activationDelay is not null;
            if (isRepeated)
            {
                return DiscardReason.AttributeRepeated;
            }

            if (attribute.IsBasic ? attribute.BasicValue > 100 : attribute.Value.Length != sizeof(uint))
            {
                return DiscardReason.AttributeValue;
            }

            if (attribute.IsBasic)
            {
                assurance = attribute.BasicValue;
            }
            else
            {
                activationDelay = BinaryPrimitives.ReadUInt32BigEndian(attribute.Value);
            }
        }

        return DiscardReason.None;
    }
}
