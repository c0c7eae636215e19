using CsCheck;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Files that are made to hurt: refused with a word, in bounded memory, without an exception.</summary>
public sealed class HostileFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("gdoisim-hostile-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_file_of_100_MB_is_refused_without_reading_it()
    {
        string path = Path.Combine(_directory, "large.yaml");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength(100_000_000);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenarioDocument document = ScenarioDocument.Read(path);
        Assert.Equal(
            [$"{path}: error: found 100000000 octets; allowed: at most 1048576"],
            document.Problems.InOrder().Select(problem => problem.ToString()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Fact]
    public void An_endless_device_is_refused_after_the_limit()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        ScenarioDocument document = ScenarioDocument.Read("/dev/zero");
        Assert.Equal(
            ["/dev/zero: error: found more than 1048576 octets; allowed: at most 1048576"],
            document.Problems.InOrder().Select(problem => problem.ToString()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Theory]
    [InlineData("[", "a.yaml:1:33")]
    [InlineData("{a: ", "a.yaml:1:129")]
    [InlineData("- ", "a.yaml:1:65")]
    [InlineData("? ", "a.yaml:1:3")]
    public void Nesting_of_50000_levels_is_refused(string level, string place)
    {
        string problem = Assert.Single(ScenarioText.ProblemsOf(string.Concat(Enumerable.Repeat(level, 50_000))));
        Assert.StartsWith($"{place}: error: ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_up_to_the_limit_is_read()
    {
        string[] within = ScenarioText.ProblemsOf(new string('[', 32) + new string(']', 32));
        string[] beyond = ScenarioText.ProblemsOf(new string('[', 33) + new string(']', 33));
        Assert.Contains("found a list; allowed: a mapping", Assert.Single(within), StringComparison.Ordinal);
        Assert.Equal(["a.yaml:1:33: error: nested deeper than 32 levels; allowed: at most 32"], beyond);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        // Nine levels of nine: a few hundred octets that stand for 9^9 values.
        string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(level =>
            $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 9))}]\n"));
        Assert.Equal(
            ["a.yaml:1:1: error: aliases stand for more than 100000 values; allowed: at most 100000"],
            ScenarioText.ProblemsOf(bomb));
    }

    [Fact]
    public void Aliases_that_nest_too_deep_are_refused()
    {
        string ladder = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 40).Select(level =>
            $"a{level}: &a{level} [*a{level - 1}]\n"));
        Assert.Equal(
            ["a.yaml:31:12: error: nested deeper than 32 levels; allowed: at most 32"],
            ScenarioText.ProblemsOf(ladder));
    }

    [Fact]
    public void A_file_full_of_errors_keeps_a_thousand()
    {
        ScenarioDocument document = ScenarioDocument.Parse(
            string.Concat(Enumerable.Range(0, 60_000).Select(number => $"k{number}: 1\n")), ScenarioText.Source);
        Assert.Equal(ProblemList.Limit, document.Problems.Count);
        Assert.Equal(60_001 - ProblemList.Limit, document.Problems.Omitted);
    }

    [Theory]
    [InlineData("610A3AFF41", "2:2: error: found octets that are not UTF-8; allowed: UTF-8")]
    [InlineData("FFFE4100", "1:1: error: found octets that are not UTF-8; allowed: UTF-8")]
    [InlineData("613A201B", "1:4: error: found the control character \\u001b; allowed: text")]
    [InlineData("0A6100", "2:2: error: found the control character \\u0000; allowed: text")]
    public void What_is_not_text_is_refused(string octets, string problem)
    {
        string path = Path.Combine(_directory, "octets.yaml");
        File.WriteAllBytes(path, Convert.FromHexString(octets));
        Assert.Equal(
            [$"{path}:{problem}"], ScenarioDocument.Read(path).Problems.InOrder().Select(found => found.ToString()));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        string path = Path.Combine(_directory, "bom.yaml");
        File.WriteAllBytes(path, [0xef, 0xbb, 0xbf, .. "group: {size: 7}"u8]);
        ScenarioDocument document = ScenarioDocument.Read(path);
        Assert.Equal(0, document.Problems.Count);
        Assert.Equal(7, document.File?.Group.Size);
    }

    [Theory]
    [InlineData("none.yaml", "there is no such file")]
    [InlineData("none/none.yaml", "there is no such file")]
    [InlineData(".", "is a directory; allowed: a scenario file")]
    public void What_cannot_be_opened_is_told(string name, string reason)
    {
        string path = Path.Combine(_directory, name);
        Assert.Equal(
            [$"{path}: error: {reason}"],
            ScenarioDocument.Read(path).Problems.InOrder().Select(found => found.ToString()));
    }

    /// <summary>Whatever the text, reading ends with a list of problems and never with an exception.</summary>
    [Fact]
    public void Any_text_is_read_without_an_exception()
    {
        Gen<char> character = Gen.OneOf(Gen.Char["ab1:-,[]{}&*!|>'\"%@`#? \n\t0~<=.\\\u00e9\u2028"], Gen.Char);
        string[] pieces =
        [
            "group:", " size: ", "10", "\n  ", "profiles: ", "[", "]", "{", "}", "&a ", "*a", "- ", "name: x",
            "share: 5%", "network: {push: {loss: ", "gilbert_elliott: ", "uniform: [1s, 2s]", "\n", "jitter: ", "5s",
            "-1", "1e9", "'", "\"",
        ];
        Gen<string> piece = Gen.Int[0, pieces.Length - 1].Select(index => pieces[index]);
        Gen<string> text = Gen.OneOf(character.Select(one => one.ToString()), piece).List[0, 30].Select(string.Concat);
        text.Sample(
            one =>
            {
                ScenarioDocument document = ScenarioDocument.Parse(one, ScenarioText.Source, ["group.size=5"]);
                return document.File is not null || document.Problems.HasErrors;
            },
            iter: 5_000);
    }
}
