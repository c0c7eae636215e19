using GdoiSim.Analysis.Sweeps;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Analysis.Tests.Sweeps;

/// <summary>The values of axes, the cells that they make, and which of these are kept.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData("values: [1, 2.5, '{uniform: [0s, 1s]}']", "1|2.5|{uniform: [0s, 1s]}")]
    [InlineData("linear: {from: 0s, to: 5s, points: 6}", "0s|1s|2s|3s|4s|5s")]
    [InlineData("linear: {from: 0%, to: 1%, step: 0.1%}", "0%|0.1%|0.2%|0.3%|0.4%|0.5%|0.6%|0.7%|0.8%|0.9%|1%")]
    [InlineData("linear: {from: 10, to: 4, step: 2.5}", "10|7.5|5")]
    [InlineData("linear: {from: 1, to: 10, points: 3}", "1|6|10")]
    [InlineData("linear: {from: 0, to: 2.5, points: 3}", "0|1.25|2.5")]
    [InlineData("linear: {from: 0, to: 1%, points: 3}", "0%|0.5%|1%")]
    [InlineData("linear: {from: 64KiB, to: 256KiB, points: 4}", "65536|131072|196608|262144")]
    [InlineData("linear: {from: 1 datagrams, to: 3 datagrams, points: 3}", "1 datagrams|2 datagrams|3 datagrams")]
    [InlineData("log: {from: 1000, to: 1000000, points: 4}", "1000|10000|100000|1000000")]
    [InlineData("log: {from: 100, to: 10000, points: 5}", "100|316|1000|3162|10000")]
    [InlineData("log: {from: 1ms, to: 1s, points: 4}", "1ms|10ms|100ms|1s")]
    [InlineData("log: {from: 1Mbps, to: 100Mbps, points: 3}", "1Mbps|10Mbps|100Mbps")]
    public void Values_are_those_of_the_range(string range, string values)
    {
        SettingsDocument<SweepFile> document = SettingsDocument.Parse<SweepFile>(
            $"scenario: x\naxes: [{{parameter: p, {range}}}]", "test");
        IReadOnlyList<string>? found = AxisValues.Of(document.Settings!.Axes[0], document, "axes[0]");
        Assert.Empty(document.Problems.InOrder());
        Assert.Equal(values.Split('|').Select(Same), found!.Select(Same));

        // 65536 and 64KiB are one size.
        static string Same(string text) => Quantity.TryParse(text, out Quantity quantity)
            ? $"{quantity.Kind == QuantityKind.Duration} {quantity.Value}"
            : text;
    }

    [Theory]
    [InlineData("1|2", "", "1|2")]
    [InlineData("500ms|2s", "s", "0.5|2")]
    [InlineData("1%|0.02", "share", "0.01|0.02")]
    [InlineData("64KiB|1000", "octets", "65536|1000")]
    [InlineData("0|1|unlimited", "", "0|1|")]
    [InlineData("same|next", "", "|")]
    [InlineData("64KiB|256 datagrams", "", "|")]
    public void Numbers_are_in_the_one_unit_of_the_values(string values, string unit, string numbers)
    {
        (string found, IReadOnlyList<double?> counted) = AxisValues.Numbers(values.Split('|'));
        Assert.Equal(unit, found);
        Assert.Equal(numbers, string.Join('|', counted));
    }

    [Fact]
    public void Cells_are_all_combinations_with_the_last_axis_changing_first()
    {
        var space = new CellSpace(
            [Parameter("a", 0, "1", "2"), Parameter("b", 1, "x", "y"), Parameter("c", 1, "u", "v"),
             Parameter("d", 2, "7", "8", "9")],
            []);
        Assert.Equal(12, space.Count);
        Assert.Equal(
            from a in new[] { "a=1", "a=2" }
            from pair in new[] { "b=x c=u", "b=y c=v" }
            from d in new[] { "d=7", "d=8", "d=9" }
            select $"{a} {pair} {d}",
            Enumerable.Range(0, 12).Select(i => string.Join(' ', space.Assignments(space[i]))));
    }

    [Theory]
    [InlineData("n <= 2", "1 2")]
    [InlineData("n > 1 and t == 500ms", "")]
    [InlineData("n > 1 and t == 2s", "2 3 4")]
    [InlineData("n == 1 or n >= 3 and w == yes", "1 3")]
    [InlineData("(n == 1 or n >= 3) and w == yes", "3")]
    [InlineData("n != t", "1 3 4")]
    [InlineData("m < 300 datagrams", "1 2")]
    [InlineData("m != unlimited", "1 2 3")]
    [InlineData("w != yes", "1 2 4")]
    [InlineData("t < 1min", "1 2 3 4")]
    public void Conditions_keep_what_satisfies_them(string text, string kept)
    {
        SweepParameter[] parameters =
        [
            Parameter("n", 0, "1", "2", "3", "4"),
            Parameter("t", 0, "2s", "2s", "2s", "2s"),
            Parameter("m", 0, "1 datagrams", "256 datagrams", "1000 datagrams", "unlimited"),
            Parameter("w", 0, "no", "no", "yes", "no"),
        ];
        bool isOne = CellCondition.TryParse(text, parameters, out CellCondition? condition, out string problem);
        Assert.True(isOne, problem);
        IEnumerable<int> found = Enumerable.Range(0, 4).Where(i => condition!.Holds([i, i, i, i])).Select(i => i + 1);
        Assert.Equal(kept, string.Join(' ', found));
        var space = new CellSpace(parameters, [condition!]);
        Assert.Equal(kept.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, space.Count);
    }

    [Theory]
    [InlineData("", "found 'the end' where a parameter is due")]
    [InlineData("n", "found 'the end' where a comparison is due")]
    [InlineData("n <=", "found 'the end' after '<='")]
    [InlineData("x <= 2", "'x' is no parameter of an axis")]
    [InlineData("n <= few", "found 'few' after '<='")]
    [InlineData("t <= 5%", "'5%' is not in the unit of t (s)")]
    [InlineData("(n <= 2", "a ')' is missing")]
    [InlineData("n <= 2)", "found ')' after the condition")]
    [InlineData("n <= 2 and", "found 'the end' where a parameter is due")]
    [InlineData("n = 2", "found '=' where a comparison is due")]
    public void A_wrong_condition_is_told(string text, string words)
    {
        SweepParameter[] parameters = [Parameter("n", 0, "1"), Parameter("t", 1, "2s")];
        Assert.False(CellCondition.TryParse(text, parameters, out _, out string problem));
        Assert.StartsWith(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string text = new string('(', 400) + "n == 1";
        Assert.False(CellCondition.TryParse(text, [Parameter("n", 0, "1")], out _, out string problem));
        Assert.Contains("parentheses inside each other", problem, StringComparison.Ordinal);
    }

    private static SweepParameter Parameter(string path, int axis, params string[] values)
    {
        (string unit, IReadOnlyList<double?> numbers) = AxisValues.Numbers(values);
        return new SweepParameter { Path = path, Axis = axis, Unit = unit, Values = values, Numbers = numbers };
    }
}
