using System.Buffers.Binary;
using System.Globalization;

namespace GdoiSim.Protocol;

/// <summary>
/// The cookie pair of an ISAKMP header: 16 octets that in GDOI are the SPI of a Rekey SA, chosen by the key server
/// alone (RFC 6407 sections 4.2 and 5.3). Copied from a GROUPKEY-PUSH to its acknowledgement (RFC 8263 section 3.1).
/// </summary>
/// <param name="Initiator">The first 8 octets, as a big-endian number.</param>
/// <param name="Responder">The second 8 octets, as a big-endian number.</param>
public readonly record struct Cookies(ulong Initiator, ulong Responder)
{
    /// <summary>Octets of the pair on the wire.</summary>
    public const int Length = 16;

    /// <summary>
    /// Whether all 16 octets are zero. Such an SPI names no Rekey SA: in a Delete payload zero stands for every SA
    /// (RFC 6407 section 5.9).
    /// </summary>
    public bool IsZero => (Initiator | Responder) == 0;

    /// <summary>Reads the pair from the first 16 octets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 octets.</exception>
    public static Cookies Read(ReadOnlySpan<byte> octets) => new(
        BinaryPrimitives.ReadUInt64BigEndian(octets),
        BinaryPrimitives.ReadUInt64BigEndian(octets[8..]));

    /// <summary>Writes the pair to the first 16 octets.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 16 octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Responder);
        BinaryPrimitives.WriteUInt64BigEndian(destination, Initiator);
    }

    /// <summary>32 hexadecimal digits, initiator first.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Initiator:x16}{Responder:x16}");
}
