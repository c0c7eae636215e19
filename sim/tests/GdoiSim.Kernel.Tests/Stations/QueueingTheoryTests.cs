using GdoiSim.Kernel.Randomness;
using GdoiSim.Kernel.Stations;
using Xunit;

namespace GdoiSim.Kernel.Tests.Stations;

/// <summary>
/// Long runs of the station against closed forms. Service takes 1 ms on average; tolerances are several times the
/// deviation of such a run, and far below what an error by one place or one item would cause.
/// </summary>
public sealed class QueueingTheoryTests
{
    private const int Items = 400_000;

    /// <summary>Mean wait ρ/(1 − ρ) in service times (M/M/1), half of that with constant service (M/D/1).</summary>
    [Theory]
    [InlineData(0.5, false, 0.02)]
    [InlineData(0.5, true, 0.02)]
    [InlineData(0.8, false, 0.04)]
    [InlineData(0.8, true, 0.04)]
    public void Wait_at_one_server(double load, bool constant, double tolerance)
    {
        Run run = new(1, int.MaxValue, load, constant);
        double expected = load / (1 - load) * (constant ? 0.5 : 1.0);
        Assert.InRange(run.MeanWait / expected, 1 - tolerance, 1 + tolerance);
        Assert.InRange(run.Utilisation / load, 0.99, 1.01);
    }

    /// <summary>Mean wait of M/M/c by Erlang's C formula: C/(c·(1 − ρ)).</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Wait_at_several_servers(int servers)
    {
        const double load = 0.75;
        Run run = new(servers, int.MaxValue, load, constant: false);
        double offered = load * servers;
        double term = 1;
        double sum = 1;
        for (int i = 1; i < servers; i++)
        {
            term *= offered / i;
            sum += term;
        }

        double waiting = term * offered / servers / (1 - load);
        double expected = waiting / (sum + waiting) / (servers * (1 - load));
        Assert.InRange(run.MeanWait / expected, 0.96, 1.04);
        Assert.InRange(run.Utilisation / load, 0.99, 1.01);
    }

    /// <summary>Loss of M/M/1/K: (1 − ρ)·ρ^K/(1 − ρ^(K + 1)).</summary>
    [Theory]
    [InlineData(1, 0.8)]
    [InlineData(5, 0.8)]
    [InlineData(5, 1.3)]
    public void Loss_with_a_finite_waiting_room(int capacity, double load)
    {
        Run run = new(1, capacity, load, constant: false);
        double expected = (1 - load) * Math.Pow(load, capacity) / (1 - Math.Pow(load, capacity + 1));
        Assert.InRange(run.Loss / expected, 0.97, 1.03);
    }

    /// <summary>
    /// Little: the mean number in the system, looked at every 0.37 ms, is the rate of accepted items times the mean
    /// time that they spend in it.
    /// </summary>
    [Theory]
    [InlineData(1, int.MaxValue)]
    [InlineData(3, 10)]
    public void Number_in_system_is_rate_times_time(int servers, int capacity)
    {
        Run run = new(servers, capacity, 0.8, constant: false);
        Assert.InRange(run.MeanInSystem / (run.AcceptedRate * run.MeanTimeInSystem), 0.995, 1.005);
    }

    /// <summary>Poisson arrivals at a load per server until all items are served; times in units of 1 ms.</summary>
    private sealed class Run : IServiceProcess<SimTime>
    {
        private static readonly SimDuration ServiceTime = SimDuration.FromMilliseconds(1);
        private static readonly SimDuration Grid = SimDuration.FromMicroseconds(370);

        private readonly RandomStream _services = new RandomStreams(7).For(2);
        private readonly Distribution _service;
        private uint _begun;
        private double _timeInSystem;

        public Run(int servers, int capacity, double load, bool constant)
        {
            _service = constant
                ? Distribution.Constant(ServiceTime)
                : Distribution.Exponential(SimDuration.Zero, ServiceTime);
            RandomStream arrivals = new RandomStreams(7).For(1);
            Distribution gaps = Distribution.Exponential(
                SimDuration.Zero, SimDuration.FromSeconds(1e-3 / (load * servers)));
            ServiceStation<SimTime, Run> station = new(servers, capacity, long.MaxValue, this);
            SimTime arrival = SimTime.Zero;
            SimTime look = SimTime.Zero;
            double seen = 0;
            long looks = 0;
            for (uint i = 0; i < Items; i++)
            {
                arrival += gaps.Sample(arrivals.Uniform(i, 0));
                for (; look < arrival; look += Grid)
                {
                    station.AdvanceTo(look);
                    seen += station.InSystem;
                    looks++;
                }

                station.Arrive(arrival, in arrival, 1);
            }

            double span = Milliseconds(station.AdvanceToIdle() - SimTime.Zero);
            long accepted = station.Arrivals - station.Drops;
            Assert.Equal(accepted, station.Served);
            MeanWait = station.TotalWaitSeconds * 1e3 / accepted;
            Loss = (double)station.Drops / station.Arrivals;
            Utilisation = Milliseconds(station.BusyTime) / (span * servers);
            MeanInSystem = seen / looks;
            AcceptedRate = accepted / span;
            MeanTimeInSystem = _timeInSystem / accepted;
        }

        public double MeanWait { get; }

        public double Loss { get; }

        public double Utilisation { get; }

        public double MeanInSystem { get; }

        public double AcceptedRate { get; }

        public double MeanTimeInSystem { get; }

        public SimDuration BeginService(in SimTime item, SimTime start) =>
            _service.Sample(_services.Uniform(_begun++, 0));

        public void EndService(in SimTime item, SimTime end) => _timeInSystem += Milliseconds(end - item);

        private static double Milliseconds(SimDuration duration) => duration.ToSeconds() * 1e3;
    }
}
