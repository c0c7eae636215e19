using System.CommandLine;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary>Options that name members, of whom more is kept than of others.</summary>
internal static class MembersOption
{
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
            if (MemberRanges.TryParse(text, out MemberRanges members))
            {
                return [.. members.Numbers];
            }

            result.AddError(
                $"{name}: found '{text}'; allowed: at most {MemberRanges.MostMembers} members from 1, such as 7 or "
                + "1-20,35");
            return [];
        },
    };
}
