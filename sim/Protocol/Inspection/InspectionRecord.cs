namespace GdoiSim.Protocol.Inspection;

/// <summary>What a walk over one message has noticed so far.</summary>
internal sealed class InspectionRecord(ReadOnlyMemory<byte> octets)
{
    private const int MostProblems = 20;

    private readonly List<InspectionProblem> _problems = [];
    private readonly List<InspectionNote> _notes = [];

    /// <summary>The message, decrypted where it could be.</summary>
    public ReadOnlyMemory<byte> Octets { get; } = octets;

    public ReadOnlySpan<byte> Span => Octets.Span;

    public IReadOnlyList<InspectionProblem> Problems => _problems;

    public IReadOnlyList<InspectionNote> Notes => _notes;

    public bool HasProblems => _problems.Count > 0;

    /// <summary>
    /// Set where the octets end before the message does: what follows is named, but nothing more can be said of it.
    /// </summary>
    public bool IsCut { get; set; }

    /// <summary>
    /// Set where the order of payloads has been lost: what is missing or misplaced cannot be told any more.
    /// </summary>
    public bool HasLostOrder { get; set; }

    public void Refuse(int offset, int length, DiscardReason reason, string found, string allowed)
    {
        if (!IsCut && _problems.Count < MostProblems)
        {
            _problems.Add(new InspectionProblem(offset, length, reason, found, allowed));
        }
    }

    public void Refuse(in WireNumber number, DiscardReason reason, string allowed) =>
        Refuse(number.Offset, number.Size, reason, $"{number.Value}", allowed);

    public void Note(int offset, string text) => _notes.Add(new InspectionNote(offset, text));
}
