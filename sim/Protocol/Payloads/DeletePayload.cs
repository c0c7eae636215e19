using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// D, the Delete payload (RFC 2408 section 3.15, RFC 6407 section 5.9): SAs of one protocol that end.
/// </summary>
public readonly ref struct DeletePayload
{
    /// <summary>What the SPIs belong to (1 octet): <see cref="SecurityProtocol.RekeySa"/> for KEKs.</summary>
    public SecurityProtocol Protocol { get; init; }

    /// <summary>
    /// The SPIs one after another, <see cref="SecurityProtocolExtensions.SpiSize"/> octets each. One of all zeros means
    /// every SA of the protocol.
    /// </summary>
    public ReadOnlySpan<byte> Spis { get; init; }

    /// <summary>How many SPIs there are.</summary>
    public int Count => Spis.Length / Protocol.SpiSize();

    /// <summary>The SPI at a position from 0 to <see cref="Count"/> − 1.</summary>
    public ReadOnlySpan<byte> Spi(int index) => Spis.Slice(index * Protocol.SpiSize(), Protocol.SpiSize());

    /// <summary>
    /// Whether the payload names the Rekey SA of these cookies, by its SPI or by the SPI of all zeros.
    /// </summary>
    public bool DeletesRekeySa(Cookies cookies)
    {
        if (Protocol != SecurityProtocol.RekeySa)
        {
            return false;
        }

        for (int i = 0; i < Count; i++)
        {
            Cookies named = Cookies.Read(Spi(i));
            if (named.IsZero || named == cookies)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the body: DOI (4), protocol ID (1), SPI size (1), number of SPIs (2), SPIs.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out DeletePayload payload)
    {
        payload = default;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt32(out uint domain)
            || !reader.TryReadByte(out byte protocol)
            || !reader.TryReadByte(out byte spiSize)
            || !reader.TryReadUInt16(out ushort count))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (domain != GdoiDomain.DomainOfInterpretation)
        {
            return DiscardReason.DomainOfInterpretation;
        }

        if (!((SecurityProtocol)protocol).IsDefined())
        {
            return DiscardReason.ProtocolUnknown;
        }

        if (spiSize != ((SecurityProtocol)protocol).SpiSize())
        {
            return DiscardReason.SpiSize;
        }

        if (count == 0 || count * spiSize != reader.Remaining)
        {
            return DiscardReason.DeleteSpiCount;
        }

        payload = new() { Protocol = (SecurityProtocol)protocol, Spis = reader.Rest };
        return DiscardReason.None;
    }

    /// <summary>Writes the whole payload.</summary>
    public bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain) =>
        Spis.Length == Count * Protocol.SpiSize()
        && Count is > 0 and <= ushort.MaxValue
        && chain.TryBegin(ref writer, PayloadType.Delete)
        && writer.TryWriteUInt32(GdoiDomain.DomainOfInterpretation)
        && writer.TryWriteByte((byte)Protocol)
        && writer.TryWriteByte((byte)Protocol.SpiSize())
        && writer.TryWriteUInt16((ushort)Count)
        && writer.TryWriteOctets(Spis)
        && chain.TryEnd(ref writer);
}
