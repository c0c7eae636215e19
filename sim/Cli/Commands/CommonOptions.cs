using System.CommandLine;
using System.Globalization;

namespace GdoiSim.Cli.Commands;

/// <summary>Arguments and options that mean the same wherever they stand.</summary>
internal static class CommonOptions
{
    public static Argument<string> ScenarioFile() => new("FILE") { Description = "The scenario (YAML)." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Replaces or adds a value of the scenario, such as group.size=500; may be repeated.",
        HelpName = "PATH=VALUE",
        DefaultValueFactory = _ => [],
    };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "Replaces the scenario's seed.",
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            {
                return seed;
            }

            result.AddError($"--seed: found '{text}'; allowed: a whole number from 0 to 18446744073709551615");
            return null;
        },
    };

    public static Option<string?> Output() => new("--output", "-o")
    {
        Description = "Directory of the result. [default: runs/SCENARIO-SEED]",
        HelpName = "DIR",
    };

    public static Option<bool> Force() => new("--force")
    {
        Description = "Replaces an earlier result that stands where the new one is to stand.",
    };

    public static Option<bool> NoCharts() => new("--no-charts")
    {
        Description = "Draws no charts, which take a second; the files that they are drawn from are all there.",
    };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "Tells of nothing but errors." };

    public static Option<bool> Json(string description) => new("--json") { Description = description };

    /// <summary>A whole number within bounds.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int standard) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= least
                && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: found '{text}'; allowed: a whole number from {least} to {most}");
            return standard;
        },
    };
}
