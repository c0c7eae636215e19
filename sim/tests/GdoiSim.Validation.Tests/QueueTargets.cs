using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Kernel.Stations;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>The key server's queue against queueing theory: V10, V13, V14 on the service station.</summary>
public sealed class QueueTargets
{
    private const long ServiceNanoseconds = 1_000_000;

    public static TheoryData<string> V10 => Target.Rows("V10");

    public static TheoryData<string> V13 => Target.Rows("V13");

    public static TheoryData<string> V14 => Target.Rows("V14");

    /// <summary>Rows whose loss is frequent enough to be measured with a tenth of the recommended arrivals.</summary>
    public static TheoryData<string> V14Frequent => Target.Rows("V14", row => row.Value > 0.01);

    [Theory]
    [MemberData(nameof(V10))]
    public void A_burst_at_one_instant_loses_what_has_no_place(string label)
    {
        Target target = Target.Of(label);
        ServiceStation<int, FixedService> station =
            new(1, (int)target["K_total"], long.MaxValue, new FixedService(ServiceNanoseconds));
        for (int i = 0; i < target["N"]; i++)
        {
            station.Arrive(new SimTime(1), i, 832);
        }

        station.AdvanceToIdle();
        target.AssertNear(station.Drops, effort: 1);
        Assert.Equal(target["N"], station.Served + station.Drops);
    }

    [Theory]
    [MemberData(nameof(V13))]
    public void Mean_wait_at_a_server_of_constant_speed(string label)
    {
        Target target = Target.Of(label);
        const int arrivals = 4_000_000;
        long service = (long)(1e9 / target["mu_per_s"]);
        ServiceStation<int, FixedService> station =
            new(1, int.MaxValue, long.MaxValue, new FixedService(service));
        FeedPoisson(station, arrivals, service / target["rho"]);
        target.AssertNear(station.TotalWaitSeconds / arrivals, arrivals);
        Assert.Equal(0, station.Drops);
    }

    [Theory]
    [MemberData(nameof(V14Frequent))]
    public void Loss_at_a_finite_waiting_room(string label) => MeasureLoss(Target.Of(label), 1_000_000);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V14))]
    public void Loss_at_a_finite_waiting_room_with_ten_million_arrivals(string label) =>
        MeasureLoss(Target.Of(label), 10_000_000);

    /// <summary>The same rooms with exponential service: the closed form of M/M/1/K stands beside each row.</summary>
    [Theory]
    [MemberData(nameof(V14Frequent))]
    public void Loss_at_a_finite_waiting_room_with_exponential_service(string label)
    {
        Target target = Target.Of(label);
        const int arrivals = 1_000_000;
        ServiceStation<int, RandomService> station = new(1, (int)target["K_total"], long.MaxValue, new RandomService());
        FeedPoisson(station, arrivals, ServiceNanoseconds / target["rho"]);
        double expected = target.Beside("mm1k");
        double loss = (double)station.Drops / arrivals;
        Assert.True(Math.Abs(loss - expected) <= 0.05 * expected, $"{label}: {loss}, theory {expected}");
    }

    private static void MeasureLoss(Target target, int arrivals)
    {
        ServiceStation<int, FixedService> station =
            new(1, (int)target["K_total"], long.MaxValue, new FixedService(ServiceNanoseconds));
        FeedPoisson(station, arrivals, ServiceNanoseconds / target["rho"]);
        target.AssertNear((double)station.Drops / arrivals, arrivals);
        Assert.Equal(arrivals, station.Drops + station.Served);
    }

    /// <summary>Arrivals a random exponential time apart, then the rest is served.</summary>
    private static void FeedPoisson<TProcess>(
        ServiceStation<int, TProcess> station, int arrivals, double meanGapNanoseconds)
        where TProcess : IServiceProcess<int>
    {
        RandomStream stream = new RandomStreams(Seeds.Root).For(1);
        Distribution gap =
            Distribution.Exponential(SimDuration.Zero, SimDuration.FromSeconds(meanGapNanoseconds / 1e9));
        double[] uniforms = new double[4_096];
        long[] gaps = new long[4_096];
        SimTime now = SimTime.Zero;
        for (int start = 0; start < arrivals; start += uniforms.Length)
        {
            stream.FillUniform((uint)start, 0, uniforms);
            gap.Sample(uniforms, gaps);
            for (int i = 0; i < gaps.Length && start + i < arrivals; i++)
            {
                now += new SimDuration(gaps[i]);
                station.Arrive(now, start + i, 832);
            }
        }

        station.AdvanceToIdle();
    }

    private readonly struct FixedService(long nanoseconds) : IServiceProcess<int>
    {
        public SimDuration BeginService(in int item, SimTime start) => new(nanoseconds);

        public void EndService(in int item, SimTime end)
        {
        }
    }

    private readonly struct RandomService : IServiceProcess<int>
    {
        private readonly RandomStream _stream = new RandomStreams(Seeds.Root).For(2);

        private readonly Distribution _time =
            Distribution.Exponential(SimDuration.Zero, SimDuration.FromNanoseconds(ServiceNanoseconds));

        public RandomService()
        {
        }

        public SimDuration BeginService(in int item, SimTime start) => _time.Sample(_stream.Uniform((uint)item, 0));

        public void EndService(in int item, SimTime end)
        {
        }
    }
}
