using GdoiSim.Metrics;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>One way in which a rekey can end for a member, as the chart shows it.</summary>
/// <param name="Look">Its hatch and name.</param>
/// <param name="Trouble">Whether such a member should have acknowledged and did not, or not in time.</param>
/// <param name="Members">How many members of a row ended so.</param>
internal sealed record Outcome(KeyEntry Look, bool Trouble, Func<OutcomeRow, long> Members)
{
    private static readonly (Color Fill, Color Lines, Hatching Hatching)[] SilentLooks =
    [
        (Ink.White, Ink.Green, Hatching.Falling),
        (Ink.White, Ink.Text, Hatching.Upright),
        (new Color(0xDD, 0xDD, 0xDD), Ink.Text, Hatching.Level),
        (new Color(0xB9, 0xDB, 0xCF), Ink.Green, Hatching.Crossed),
        (new Color(0xDD, 0xDD, 0xDD), Ink.Text, Hatching.Dotted),
        (Ink.White, Ink.Text, Hatching.Crossed),
    ];

    /// <summary>
    /// The outcomes that occur in a run, from the best to the worst; a profile whose members send no ACKs is one of its
    /// own. The first stands even if it never occurs.
    /// </summary>
    public static IReadOnlyList<Outcome> In(IReadOnlyList<OutcomeRow> rows)
    {
        var all = new List<Outcome>
        {
            Of("acknowledged", Ink.PaleBlue, Ink.PaleBlue, Hatching.None, trouble: false, row => row.Acknowledged),
        };
        var silent = rows.Where(row => row.Silent > 0).Select(row => row.Profile).Distinct().ToList();
        for (var i = 0; i < silent.Count; i++)
        {
            var (profile, look) = (silent[i], SilentLooks[i % SilentLooks.Length]);
            var name = profile.Length <= 28 ? profile : profile[..27] + "…";
            all.Add(Of(
                $"silent: {name}", look.Fill, look.Lines, look.Hatching, trouble: false,
                row => row.Profile == profile ? row.Silent : 0));
        }

        all.Add(Of("undecided", Ink.White, Ink.Faint, Hatching.Dotted, trouble: true, row => row.Undecided));
        all.Add(Of("late", Ink.Sky, Ink.Blue, Hatching.Level, trouble: true, row => row.Late));
        all.Add(Of(
            "falsely missing", Ink.White, Ink.Vermilion, Hatching.Rising, trouble: true, row => row.FalselyMissing));
        all.Add(Of("missing", Ink.Text, Ink.Text, Hatching.None, trouble: true, row => row.Missing));
        return [all[0], .. all.Skip(1).Where(outcome => rows.Any(row => outcome.Members(row) > 0))];
    }

    private static Outcome Of(
        string name, Color fill, Color lines, Hatching hatching, bool trouble, Func<OutcomeRow, long> members) =>
        new(new KeyEntry(name) { Fill = fill, HatchColor = lines, Hatching = hatching }, trouble, members);
}
