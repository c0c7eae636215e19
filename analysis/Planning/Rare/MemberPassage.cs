using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Planning.Rare;

/// <summary>What a run did to one member: its datagrams and what was said of it, rekey by rekey.</summary>
internal sealed class MemberPassage
{
    private readonly List<(int Rekey, Passage Passage)> _pushes = [];
    private readonly List<(int Rekey, Passage Passage)> _acknowledgements = [];
    private readonly Dictionary<int, bool> _misses = [];

    /// <summary>Whether an acknowledgement of it was accepted at any time.</summary>
    public bool WasAcknowledged { get; private set; }

    /// <summary>The members of a trace by their index.</summary>
    /// <param name="trace">The steps in order.</param>
    /// <param name="repeatsByUnicast">Whether only the first transmission of a rekey is a multicast.</param>
    public static Dictionary<int, MemberPassage> Of(IReadOnlyList<TraceRow> trace, bool repeatsByUnicast)
    {
        var members = new Dictionary<int, MemberPassage>();
        foreach (var row in trace)
        {
            if (!members.TryGetValue(row.Member - 1, out var member))
            {
                members.Add(row.Member - 1, member = new MemberPassage());
            }

            member.Take(row, repeatsByUnicast);
        }

        return members;
    }

    /// <summary>Whether it was declared missing in a rekey.</summary>
    public bool IsMissing(int rekey) => _misses.ContainsKey(rekey);

    /// <summary>Whether it was declared missing although it held the key.</summary>
    public bool IsFalselyMissing(int rekey) => _misses.TryGetValue(rekey, out var falsely) && falsely;

    /// <summary>The rekeys sent to it, up to a number of them.</summary>
    public IReadOnlyList<Passage> Pushes(int rekeys) => Until(_pushes, rekeys);

    /// <summary>The acknowledgements that it sent, of a number of rekeys.</summary>
    public IReadOnlyList<Passage> Acknowledgements(int rekeys) => Until(_acknowledgements, rekeys);

    private static List<Passage> Until(List<(int Rekey, Passage Passage)> all, int rekeys) =>
        [.. all.Where(entry => entry.Rekey <= rekeys).Select(entry => entry.Passage)];

    private void Take(TraceRow row, bool repeatsByUnicast)
    {
        if (row.Rekey is not { } rekey)
        {
            return;
        }

        switch (row.Step)
        {
            case "push.lost" or "push.accepted" or "push.discarded" or "push.offline":
                var isMulticast = !repeatsByUnicast || _pushes.Count == 0 || _pushes[^1].Rekey != rekey;
                _pushes.Add((rekey, new Passage(row.Time.Nanoseconds, row.Step == "push.lost", isMulticast)));
                break;
            case "ack.sent":
                _acknowledgements.Add((rekey, new Passage(row.Time.Nanoseconds, IsLost: false)));
                break;
            case "ack.lost":
                _acknowledgements[^1] = (rekey, _acknowledgements[^1].Passage with { IsLost = true });
                break;
            case "ack.accepted" or "ack.late":
                WasAcknowledged = true;
                break;
            case "missing" or "missing.false":
                _misses[rekey] = row.Step == "missing.false";
                break;
        }
    }
}
