using GdoiSim.Architecture.Tests.Inspection;
using Xunit;

namespace GdoiSim.Architecture.Tests;

/// <summary>House rules that the compiler does not know.</summary>
public sealed class SourceFileTests
{
    private static readonly string[] TextExtensions =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".yaml", ".yml", ".md", ".sh", ".txt", ".csv", "",
        ".editorconfig", ".gitignore", ".gitattributes", ".svg", ".html",
    ];

    public static TheoryData<string> Rules => [.. SourceRule.All.Select(rule => rule.Name)];

    /// <summary>Rule, and a text that breaks it once.</summary>
    public static TheoryData<string, string> CanaryTexts => new()
    {
        { "at most 400 lines", string.Concat(Enumerable.Repeat("\n", 400)) + "one more" },
        { "at most 120 columns", new string('x', 121) },
        { "no tabs", "a\tb" },
        { "no unfinished marks", "// TO" + "DO: later" },
        { "no paths of one machine", "string path = \"/wo" + "rk/x\";" },
        { "no paths of one machine", "/tm" + "p/x" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Source_files_keep_the_rule(string name)
    {
        SourceRule rule = SourceRule.All.Single(rule => rule.Name == name);
        string[] extensions = rule.Extensions.Length == 0 ? TextExtensions : rule.Extensions;
        List<string> found = [];
        foreach (string file in RepositoryLayout.Files(extensions).Where(file => !rule.Exceptions.ContainsKey(file)))
        {
            string[] lines = File.ReadAllLines(Path.Combine(RepositoryLayout.Root, file));
            found.AddRange(rule.Broken(lines).Select(place => $"{file}:{place.Line}: {place.Found}"));
        }

        Assert.True(found.Count == 0, $"{rule.Instead}\n{string.Join('\n', found)}");
    }

    [Theory]
    [MemberData(nameof(CanaryTexts))]
    public void Canary_is_found(string name, string text)
    {
        Assert.Single(SourceRule.All.Single(rule => rule.Name == name).Broken(text.Split('\n')));
    }

    [Fact]
    public void Every_rule_has_a_canary()
    {
        Assert.Equal(
            SourceRule.All.Select(rule => rule.Name).Order(StringComparer.Ordinal),
            CanaryTexts.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("sim/wo" + "rk/x")]
    [InlineData("https://example.org/ro" + "ot/x")]
    public void A_relative_path_belongs_to_no_machine(string text)
    {
        Assert.Empty(SourceRule.All.Single(rule => rule.Name == "no paths of one machine").Broken([text]));
    }

    [Fact]
    public void Exceptions_name_files_that_exist_and_still_need_them()
    {
        List<string> stale = [];
        foreach (SourceRule rule in SourceRule.All)
        {
            foreach (string file in rule.Exceptions.Keys)
            {
                string path = Path.Combine(RepositoryLayout.Root, file);
                if (!File.Exists(path) || !rule.Broken(File.ReadAllLines(path)).Any())
                {
                    stale.Add($"{rule.Name}: {file}");
                }
            }
        }

        Assert.Empty(stale);
    }
}
