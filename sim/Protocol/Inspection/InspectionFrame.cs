using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks the payloads behind a header.</summary>
internal delegate void PayloadsInspection(FieldCursor payloads, in WalkedHeader header);

/// <summary>
/// What inspecting a message of any exchange has in common: the octets as they are shown, the header, what follows the
/// end, the result.
/// </summary>
internal sealed class InspectionFrame
{
    private readonly string _kind;
    private readonly ReadOnlyMemory<byte> _datagram;
    private readonly byte[] _shown;
    private readonly InspectedField _root;

    public InspectionFrame(string kind, ReadOnlyMemory<byte> datagram)
    {
        (_kind, _datagram, _shown) = (kind, datagram, datagram.ToArray());
        Record = new InspectionRecord(_shown);
        _root = new InspectedField(kind, 0, datagram.Length, $"{datagram.Length} octets");
        Message = new FieldCursor(Record, _root, 0, datagram.Length);
    }

    public InspectionRecord Record { get; }

    /// <summary>The checks that need keys, in the order in which they were made.</summary>
    public List<InspectionCheck> Checks { get; } = [];

    /// <summary>The whole message.</summary>
    public FieldCursor Message { get; }

    /// <summary>What follows the header, as it is shown: to be overwritten with what is decrypted.</summary>
    public Span<byte> ShownPayloads => _shown.AsSpan(IsakmpHeader.Size);

    /// <summary>Whether there is a header with the E flag set.</summary>
    public bool IsEncrypted => _datagram.Length >= IsakmpHeader.Size
        && (_datagram.Span[IsakmpHeader.FlagsOffset] & (byte)IsakmpFlags.Encryption) != 0;

    /// <summary>Walks the header, judges it, and has the payloads walked; nothing happens without a header.</summary>
    /// <param name="walk">Walks what the header's Length holds.</param>
    /// <param name="mustHaveMessageId">Whether the exchange is one of phase 2.</param>
    /// <param name="mayBeEncrypted">Whether the exchange has encrypted messages.</param>
    public void Walk(PayloadsInspection walk, bool mustHaveMessageId = false, bool mayBeEncrypted = true)
    {
        if (HeaderWalk.Walk(Message) is not { } header)
        {
            return;
        }

        IsakmpFlags flags = mayBeEncrypted && IsEncrypted ? IsakmpFlags.Encryption : IsakmpFlags.None;
        HeaderWalk.Judge(Record, header, flags, mustHaveMessageId);
        int end = (int)Math.Clamp(header.Length, IsakmpHeader.Size, (uint)_datagram.Length);
        walk(Message.Inner(_root, end - IsakmpHeader.Size), header);
        Message.NameRest("octets after the message");
    }

    /// <summary>
    /// Says that none of the keys opened the message: a check, and a problem where its payloads begin.
    /// </summary>
    /// <param name="tried">What was tried, for the check.</param>
    /// <param name="found">What it came to.</param>
    /// <param name="allowed">How the decrypted message begins.</param>
    public void RefuseKeys(string tried, string found, string allowed)
    {
        Checks.Add(new InspectionCheck("decryption", CheckOutcome.Failed, $"tried {tried}"));
        Record.Refuse(IsakmpHeader.Size, 4, DiscardReason.Undecryptable, found, allowed);
    }

    /// <summary>The result.</summary>
    /// <param name="verdict">The decoder's judgement.</param>
    public MessageInspection Finish(DiscardReason verdict)
    {
        _root.Complete(_shown);
        return new MessageInspection
        {
            Kind = _kind,
            Verdict = verdict,
            Message = _root,
            Problems = Record.Problems,
            Notes = Record.Notes,
            Checks = Checks,
            Octets = _shown,
            Cookies = _datagram.Length >= Cookies.Length ? Cookies.Read(_datagram.Span) : null,
        };
    }
}
