using System.Buffers.Binary;

namespace GdoiSim.Protocol.Isakmp;

/// <summary>
/// Walks a chain of payloads with generic headers (RFC 2408 section 3.2): the messages' own chain and the chain of SA
/// attribute payloads inside an SA. Reads nothing outside the region; a faulty header ends the walk with its reason.
/// </summary>
/// <param name="region">The octets from the first generic header on.</param>
/// <param name="first">The type of the first payload, as what precedes the chain names it.</param>
public ref struct PayloadChainReader(ReadOnlySpan<byte> region, PayloadType first)
{
    /// <summary>Octets of a generic payload header: next payload, reserved, payload length.</summary>
    public const int GenericHeaderSize = 4;

    private readonly ReadOnlySpan<byte> _region = region;

    /// <summary>Where the next payload's generic header begins in the region.</summary>
    public int Position { get; private set; }

    /// <summary>
    /// Type of the payload that <see cref="TryRead(out ReadOnlySpan{byte})"/> reads next; none after the last.
    /// </summary>
    public PayloadType Next { get; private set; } = first;

    /// <summary>The octets of the region that no payload has taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _region[Position..];

    /// <summary>
    /// Reads the payload of type <see cref="Next"/> and moves to the one after it.
    /// </summary>
    /// <param name="body">What follows the generic header.</param>
    public DiscardReason TryRead(out ReadOnlySpan<byte> body)
    {
        body = default;
        if (Next == PayloadType.None)
        {
            return DiscardReason.PayloadMissing;
        }

        if (!Next.IsDefined())
        {
            return DiscardReason.PayloadTypeUnknown;
        }

        ReadOnlySpan<byte> rest = Rest;
        if (rest.Length < GenericHeaderSize)
        {
            return DiscardReason.PayloadPastEnd;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length < GenericHeaderSize)
        {
            return DiscardReason.PayloadTooShort;
        }

        if (length > rest.Length)
        {
            return DiscardReason.PayloadPastEnd;
        }

        if (rest[1] != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        body = rest[GenericHeaderSize..length];
        Next = (PayloadType)rest[0];
        Position += length;
        return DiscardReason.None;
    }

    /// <summary>As <see cref="TryRead(out ReadOnlySpan{byte})"/>, for a payload that has to be of one type.</summary>
    public DiscardReason TryRead(PayloadType expected, out ReadOnlySpan<byte> body)
    {
        DiscardReason reason = CheckType(Next, expected);
        if (reason != DiscardReason.None)
        {
            body = default;
            return reason;
        }

        return TryRead(out body);
    }

    /// <summary>
    /// Whether the chain ends here: no further payload is named. Octets may be left, see <see cref="Rest"/>.
    /// </summary>
    public readonly DiscardReason CheckEnd() => CheckType(Next, PayloadType.None);

    /// <summary>
    /// Says what it means that <paramref name="found"/> stands where <paramref name="expected"/> has to.
    /// </summary>
    internal static DiscardReason CheckType(PayloadType found, PayloadType expected)
    {
        if (found == expected)
        {
            return DiscardReason.None;
        }

        if (found == PayloadType.None)
        {
            return DiscardReason.PayloadMissing;
        }

        return found.IsDefined() ? DiscardReason.PayloadOrder : DiscardReason.PayloadTypeUnknown;
    }
}
