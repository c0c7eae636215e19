using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A payload whose generic header a walk has read.</summary>
/// <param name="Type">Its type, as what precedes it names it.</param>
/// <param name="LengthOffset">Where its length stands.</param>
/// <param name="Body">What follows the generic header.</param>
internal readonly record struct WalkedPayload(PayloadType Type, int LengthOffset, FieldCursor Body)
{
    public InspectedField Field => Body.Part;

    /// <summary>The first octet of the generic header.</summary>
    public int Offset => LengthOffset - 2;
}

/// <summary>
/// Walks a chain of payloads with generic headers (RFC 2408 section 3.2). The callers know which types may follow.
/// </summary>
internal sealed class PayloadWalk(FieldCursor region, uint first, int linkOffset, int linkSize)
{
    private const int GenericHeaderSize = PayloadChainReader.GenericHeaderSize;

    private readonly InspectionRecord _record = region.Record;
    private bool _isBroken;

    /// <summary>What is left of the region.</summary>
    public FieldCursor Region { get; } = region;

    /// <summary>The type of the next payload; 0 after the last.</summary>
    public uint Next { get; private set; } = first;

    /// <summary>Where that type is named.</summary>
    public int LinkOffset { get; private set; } = linkOffset;

    public int LinkSize { get; private set; } = linkSize;

    /// <summary>Whether the next payload is of this type.</summary>
    public bool IsNext(PayloadType type) => Next == (uint)type;

    /// <summary>
    /// Holds the next type against the one that must come. A difference is a problem, once: after it the order of
    /// payloads is lost.
    /// </summary>
    /// <param name="expected">The type; none for the end of the chain.</param>
    /// <param name="closing">
    /// A type that ends the message: found here it means that the expected payload is missing.
    /// </param>
    public bool Expect(PayloadType expected, PayloadType? closing = null)
    {
        if (Next == (uint)expected)
        {
            return true;
        }

        if (!_record.HasLostOrder)
        {
            DiscardReason reason = Next == (uint?)closing ? DiscardReason.PayloadMissing
                : Next > byte.MaxValue ? DiscardReason.PayloadTypeUnknown
                : PayloadChainReader.CheckType((PayloadType)Next, expected);
            _record.Refuse(
                LinkOffset, LinkSize, reason,
                $"next payload {RegistryNames.Payload(Next)}", RegistryNames.Payload((uint)expected));
            _record.HasLostOrder = true;
        }

        return false;
    }

    /// <summary>Reads the next payload's generic header and gives its body.</summary>
    /// <returns>False if the chain cannot go on, with a problem recorded unless it ends properly.</returns>
    public bool TryRead(out WalkedPayload payload)
    {
        payload = default;
        if (Next == 0 || _isBroken)
        {
            return false;
        }

        if (Next > byte.MaxValue || !((PayloadType)Next).IsDefined())
        {
            if (!_record.HasLostOrder)
            {
                _record.Refuse(
                    LinkOffset, LinkSize, DiscardReason.PayloadTypeUnknown,
                    $"next payload {Next}", "0 to 13, 15 to 18 or 22 (RFC 2408 section 3.1, RFC 6407 section 5)");
                _record.HasLostOrder = true;
            }

            return false;
        }

        return TryReadHeader(out payload);
    }

    /// <summary>A payload's length is below its fixed part.</summary>
    public static void RefuseShort(FieldCursor cursor, int lengthOffset, string allowed)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(cursor.Record.Span[lengthOffset..]);
        cursor.Record.Refuse(
            lengthOffset, 2, DiscardReason.PayloadTooShort, $"a payload length of {length}", allowed);
        cursor.NameRest("incomplete");
    }

    private bool TryReadHeader(out WalkedPayload payload)
    {
        payload = default;
        string title = RegistryNames.PayloadTitle(Next);
        int start = Region.Position;
        int left = Region.Remaining;
        if (left < GenericHeaderSize)
        {
            _record.Refuse(
                start, left, DiscardReason.PayloadPastEnd, $"{left} octets where {title} must begin", "4 or more");
            Region.NameRest($"{title}, cut");
            (_record.HasLostOrder, _isBroken) = (true, true);
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_record.Span[(start + 2)..]);
        if (length < GenericHeaderSize || length > left)
        {
            bool isShort = length < GenericHeaderSize;
            _record.Refuse(
                start + 2, 2, isShort ? DiscardReason.PayloadTooShort : DiscardReason.PayloadPastEnd,
                $"a payload length of {length}", $"4 to {left}{(isShort ? "" : ": what is left")}");
            length = isShort ? GenericHeaderSize : left;
            NameHeader(Region.Inner(Region.Part.Add(title, start, length, ""), length));
            (_record.HasLostOrder, _isBroken) = (true, true);
            return false;
        }

        FieldCursor body = Region.Inner(Region.Part.Add(title, start, length, ""), length);
        WireNumber reserved = NameHeader(body);
        if (reserved.Value != 0)
        {
            _record.Refuse(reserved, DiscardReason.ReservedNotZero, "0");
        }

        payload = new WalkedPayload((PayloadType)Next, start + 2, body);
        (Next, LinkOffset, LinkSize) = (_record.Span[start], start, 1);
        return true;
    }

    private static WireNumber NameHeader(FieldCursor body)
    {
        body.TryNumber(1, "next payload", out _, RegistryNames.Payload);
        body.TryNumber(1, "reserved", out WireNumber reserved);
        body.TryNumber(2, "payload length", out _);
        return reserved;
    }
}
