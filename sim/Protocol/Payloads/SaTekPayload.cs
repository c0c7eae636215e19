using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>SAT, the SA TEK payload inside SA (RFC 6407 section 5.5): policy of one data security SA.</summary>
public readonly ref struct SaTekPayload
{
    /// <summary>Protocol-ID (1 octet): which of the two parts below is the one.</summary>
    public SecurityProtocol Protocol { get; init; }

    /// <summary>For <see cref="SecurityProtocol.IpsecEsp"/> and <see cref="SecurityProtocol.IpsecAh"/>.</summary>
    public IpsecTek Ipsec { get; init; }

    /// <summary>For <see cref="SecurityProtocol.Iec61850"/>.</summary>
    public Iec61850Tek Iec61850 { get; init; }

    /// <summary>SPI of the TEK, whatever the protocol.</summary>
    public uint Spi => Protocol == SecurityProtocol.Iec61850 ? Iec61850.Spi : Ipsec.Spi;

    /// <summary>Reads the body: protocol-ID (1), protocol-specific part.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out SaTekPayload payload)
    {
        payload = default;
        if (body.IsEmpty)
        {
            return DiscardReason.PayloadTooShort;
        }

        var protocol = (SecurityProtocol)body[0];
        DiscardReason reason;
        switch (protocol)
        {
            case SecurityProtocol.IpsecEsp or SecurityProtocol.IpsecAh:
                reason = IpsecTek.TryRead(protocol, body[1..], out IpsecTek ipsec);
                payload = new() { Protocol = protocol, Ipsec = ipsec };
                break;
            case SecurityProtocol.Iec61850:
                reason = Iec61850Tek.TryRead(body[1..], out Iec61850Tek iec61850);
                payload = new() { Protocol = protocol, Iec61850 = iec61850 };
                break;
            default:
                return DiscardReason.ProtocolUnknown;
        }

        return reason == DiscardReason.None && payload.Spi == 0 ? DiscardReason.ZeroSpi : reason;
    }

    /// <summary>Writes the whole payload.</summary>
    public bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain) =>
        Protocol != SecurityProtocol.RekeySa
        && chain.TryBegin(ref writer, PayloadType.SaTek)
        && writer.TryWriteByte((byte)Protocol)
        && (Protocol == SecurityProtocol.Iec61850 ? Iec61850.TryWrite(ref writer) : Ipsec.TryWrite(ref writer))
        && chain.TryEnd(ref writer);
}
