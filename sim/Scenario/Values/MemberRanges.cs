namespace GdoiSim.Scenario;

/// <summary>
/// Members of a group by their numbers, from 1: numbers and ranges, such as <c>7</c> or <c>1-20,35</c>.
/// </summary>
/// <param name="Numbers">Ascending, each once.</param>
public sealed record MemberRanges(IReadOnlyList<int> Numbers)
{
    /// <summary>The most members that may be named.</summary>
    public const int MostMembers = 10_000;

    private string _text = "";

    /// <summary>Reads numbers and ranges, separated by commas, in any order.</summary>
    public static bool TryParse(string text, out MemberRanges members)
    {
        members = new MemberRanges([]);
        var chosen = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2
                || !WholeNumber.TryParse(ends[0].Trim(), 1, int.MaxValue, out int first)
                || !WholeNumber.TryParse(ends[^1].Trim(), 1, int.MaxValue, out int last)
                || last < first
                || last - first >= MostMembers)
            {
                return false;
            }

            chosen.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        members = new MemberRanges([.. chosen]) { _text = text };
        return chosen.Count <= MostMembers;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
