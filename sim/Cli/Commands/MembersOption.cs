using System.CommandLine;
using System.Globalization;

namespace GdoiSim.Cli.Commands;

/// <summary>Options that name members, of whom more is kept than of others.</summary>
internal static class MembersOption
{
    /// <summary>Most members that an option may name: files have a row or a packet for each of their steps.</summary>
    public const int MostMembers = 10_000;

    /// <summary>Whose every step goes into trace.csv.</summary>
    public static Option<int[]> Trace() => Create(
        "--trace", "Writes every step of these members into trace.csv; members are numbered from 1.");

    /// <summary>Whose datagrams go into a capture.</summary>
    public static Option<int[]> Capture() => Create(
        "--capture-members",
        "Members whose datagrams go into the capture, where PUSHes to the group always are. [default: all]");

    private static Option<int[]> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "1-20,35",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (TryParse(text, out int[] members))
            {
                return members;
            }

            result.AddError(
                $"{name}: found '{text}'; allowed: at most {MostMembers} members from 1, such as 7 or 1-20,35");
            return [];
        },
    };

    /// <summary>Reads numbers and ranges, separated by commas; ascending, each once.</summary>
    public static bool TryParse(string text, out int[] members)
    {
        var chosen = new SortedSet<int>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2
                || !TryNumber(ends[0], out int first)
                || !TryNumber(ends[^1], out int last)
                || last < first
                || last - first >= MostMembers)
            {
                members = [];
                return false;
            }

            chosen.UnionWith(Enumerable.Range(first, last - first + 1));
        }

        members = [.. chosen];
        return members.Length <= MostMembers;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1;
}
