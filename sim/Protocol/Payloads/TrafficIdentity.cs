using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// A source or destination identity inside SA KEK and SA TEK payloads: type (1), port (2), data length (1), data
/// (RFC 6407 figures 5 and 8).
/// </summary>
public readonly ref struct TrafficIdentity
{
    /// <summary>What the data is.</summary>
    public IdentificationType Type { get; init; }

    /// <summary>UDP or TCP port; 0 for any.</summary>
    public ushort Port { get; init; }

    /// <summary>Address, subnet, range or name: at most 255 octets.</summary>
    public ReadOnlySpan<byte> IdentificationData { get; init; }

    /// <summary>Reads the four fields.</summary>
    /// <param name="reader">Stands at the ID type.</param>
    /// <param name="mayBeUnspecified">
    /// Whether the data may also be empty or three zeros: the source of a group with several senders under one TEK
    /// (RFC 6407 section 5.5.1, "Set to 3 octets or zero").
    /// </param>
    /// <param name="identity">What was read.</param>
    internal static DiscardReason TryRead(
        scoped ref WireReader reader, bool mayBeUnspecified, out TrafficIdentity identity)
    {
        identity = default;
        if (!reader.TryReadByte(out byte type)
            || !reader.TryReadUInt16(out ushort port)
            || !reader.TryReadByte(out byte length)
            || !reader.TryReadOctets(length, out ReadOnlySpan<byte> data))
        {
            return DiscardReason.PayloadTooShort;
        }

        identity = new() { Type = (IdentificationType)type, Port = port, IdentificationData = data };
        if (!identity.Type.IsDefined())
        {
            return DiscardReason.IdentityType;
        }

        int fixedLength = identity.Type.FixedLength();
        bool isUnspecified = length == 0 || (length == 3 && !data.ContainsAnyExcept((byte)0));
        return fixedLength < 0 || fixedLength == length || (mayBeUnspecified && isUnspecified)
            ? DiscardReason.None
            : DiscardReason.IdentityLength;
    }

    internal bool TryWrite(ref WireWriter writer) =>
        IdentificationData.Length <= byte.MaxValue
        && writer.TryWriteByte((byte)Type)
        && writer.TryWriteUInt16(Port)
        && writer.TryWriteByte((byte)IdentificationData.Length)
        && writer.TryWriteOctets(IdentificationData);
}
