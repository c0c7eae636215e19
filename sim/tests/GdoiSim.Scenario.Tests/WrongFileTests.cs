using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>
/// Every kind of problem with its place and whole text: this is what an author reads. WrongFiles.txt has the cases: a
/// title, with assignments of --set behind '|'; a file; and behind '=>' the problems, without the file's name.
/// </summary>
public sealed class WrongFileTests
{
    public static TheoryData<string> Titles => [.. Cases().Select(known => known.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_wrong_file_is_told_what_is_wrong_where(string title)
    {
        WrongFile wrong = Cases().Single(known => known.Title == title);
        string prefix = $"{ScenarioText.Source}:";
        IEnumerable<string> problems = ScenarioText.ProblemsOf(wrong.Text, wrong.Overrides).Select(problem =>
            problem.StartsWith(prefix, StringComparison.Ordinal) ? problem[prefix.Length..] : problem);
        string found = string.Join('\n', problems);
        Assert.True(wrong.Problems == found, $"expected:\n{wrong.Problems}\nfound:\n{found}");
    }

    [Fact]
    public void The_list_of_cases_is_read_whole() => Assert.InRange(Cases().Count(), 70, 200);

    private static IEnumerable<WrongFile> Cases()
    {
        string all = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "WrongFiles.txt"));
        foreach (string part in all.Split("### ", StringSplitOptions.RemoveEmptyEntries))
        {
            string[] lines = part.Split('\n', 2);
            string[] halves = lines[1].Split("=>\n", 2);
            string[] head = lines[0].Split(" | ");
            yield return new WrongFile(head[0], head[1..], halves[0], halves[1].TrimEnd('\n'));
        }
    }

    private sealed record WrongFile(string Title, string[] Overrides, string Text, string Problems);
}
