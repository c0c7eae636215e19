using GdoiSim.Analysis.Theory;
using Xunit;

namespace GdoiSim.Analysis.Tests.Theory;

public sealed class TransmissionsTests
{
    [Fact]
    public void V01_one_class() =>
        Targets.Hold("V01", row => Transmissions.MeanUntilAll(row.Number("N"), row.Number("p")));

    [Fact]
    public void V02_two_classes() => Targets.Hold("V02", row => Transmissions.MeanUntilAll(Classes(row)));

    [Fact]
    public void V03_shared_link() => Targets.Hold("V03", row => Transmissions.MeanBehindSharedLink(
        row.Number("p_shared"), row.Has("alpha") ? Classes(row) : [new(row.Number("N"), row.Number("p_tail"))]));

    [Fact]
    public void V23_assurance() => Targets.Hold("V23", row => Transmissions.ForAssurance(
        row.Whole("N"), row.Number("KDA"), row.Number("p"), row.Number("q")));

    /// <summary>The other form of the sum, by inclusion and exclusion, which only small groups can stand.</summary>
    [Theory]
    [InlineData(1, 0.3)]
    [InlineData(5, 0.3)]
    [InlineData(12, 0.05)]
    public void Mean_equals_inclusion_and_exclusion(int members, double loss)
    {
        var (sum, choose) = (0.0, 1.0);
        for (var i = 1; i <= members; i++)
        {
            choose = choose * (members - i + 1) / i;
            sum += (i % 2 == 1 ? 1 : -1) * choose / (1 - Math.Pow(loss, i));
        }

        Assert.Equal(sum, Transmissions.MeanUntilAll(members, loss), 1e-9);
    }

    [Fact]
    public void Without_loss_one_transmission_does() => Assert.Equal(1, Transmissions.MeanUntilAll(1e6, 0));

    [Fact]
    public void With_certain_loss_there_is_no_answer() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Transmissions.MeanUntilAll(10, 1));

    private static ReceiverClass[] Classes(Target row)
    {
        var members = row.Number("N");
        var lossy = Math.Round(row.Number("alpha") * members); // receivers are whole
        return [new(lossy, row.Number("p_high")), new(members - lossy, row.Number("p_low"))];
    }
}
