using GdoiSim.Analysis.Theory;
using Xunit;

namespace GdoiSim.Analysis.Tests.Theory;

public sealed class QueueingTests
{
    [Fact]
    public void V10_all_at_once() =>
        Targets.Hold("V10", row => Implosion.DropsAtOnce(row.Number("N"), row.Number("K_total")));

    [Fact]
    public void V11_fluid() => Targets.Hold("V11", row => Implosion.FluidDrops(
        row.Number("N"), row.Number("J_s"), row.Number("mu_per_s"), row.Number("K_total")));

    [Fact]
    public void V12_busiest_bin()
    {
        Targets.Hold("V12", row => Implosion.BusiestBin(row.Number("N"), row.Number("J_s"), row.Number("bin_s")));
        Targets.Hold(
            "V12", "p99", row => Implosion.BusiestBin(row.Number("N"), row.Number("J_s"), row.Number("bin_s"), 0.99));
    }

    [Fact]
    public void V13_mean_wait() =>
        Targets.Hold("V13", row => Queues.MeanWaitSeconds(row.Number("rho"), row.Number("mu_per_s")));

    [Fact]
    public void V14_loss()
    {
        Targets.Hold("V14", row => Queues.DeterministicLoss(row.Number("rho"), row.Whole("K_total")));
        Targets.Hold("V14", "mm1k", row => Queues.ExponentialLoss(row.Number("rho"), row.Whole("K_total")), 1e-4);
    }

    [Fact]
    public void The_shortest_loss_free_window_drops_nothing_and_one_shorter_does()
    {
        var window = Implosion.LossFreeJitterSeconds(8000, 1000, 256);
        Assert.Equal(0, Implosion.FluidDrops(8000, window, 1000, 256), 1e-9);
        Assert.True(Implosion.FluidDrops(8000, 0.99 * window, 1000, 256) > 0);
        Assert.Equal(8, Implosion.LastDoneSeconds(8000, 5, 1000));
        Assert.Equal(5, Implosion.LastDoneSeconds(8000, 5, 2000));
    }

    /// <summary>Erlang's loss formula is the same whatever the service time: ρ / (1 + ρ) with a single place.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(2.5)]
    public void With_one_place_service_times_do_not_matter(double load)
    {
        Assert.Equal(load / (1 + load), Queues.DeterministicLoss(load, 1), 1e-14);
        Assert.Equal(load / (1 + load), Queues.ExponentialLoss(load, 1), 1e-14);
    }

    [Fact]
    public void Heavy_overload_does_not_overflow() =>
        Assert.Equal(1 - (1 / 30.0), Queues.DeterministicLoss(30, 400), 1e-12);
}
