using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Group.Tests;

public class OfflineCalendarTests
{
    private static readonly RandomStream Lengths = new RandomStreams(5).For(1);

    [Fact]
    public void A_share_is_met_exactly()
    {
        var calendar = new OfflineCalendar(new OfflinePattern { Share = 0.05 }, Lengths, new AlternationCursors(2000));
        int gone = Enumerable.Range(0, 2000).Count(rank => !calendar.Find(rank, calendar.IsGone(rank), At(1)).IsOnline);
        Assert.Equal(100, gone);
    }

    [Fact]
    public void A_schedule_is_off_from_its_start_to_just_before_its_end()
    {
        OfflineWindow[] windows = [new(At(10), At(20)), new(At(30), At(40))];
        var calendar = new OfflineCalendar(
            new OfflinePattern { Schedule = windows }, Lengths, new AlternationCursors(1));
        Assert.Equal(new OnlineInterval(true, At(0), At(10)), calendar.Find(0, false, At(9)));
        Assert.Equal(new OnlineInterval(false, At(10), At(20)), calendar.Find(0, false, At(10)));
        Assert.Equal(new OnlineInterval(true, At(20), At(30)), calendar.Find(0, false, At(20)));
        Assert.Equal(new OnlineInterval(false, At(30), At(40)), calendar.Find(0, false, At(39)));
        Assert.Equal(new OnlineInterval(true, At(40), SimTime.MaxValue), calendar.Find(0, false, At(40)));
        Assert.Equal(SimDuration.FromSeconds(15L), calendar.OnlineTime(0, false, At(5), At(38)));
        Assert.Equal(2, calendar.TimesDown(0, false, At(31)));
    }

    [Fact]
    public void Alternation_has_its_long_run_share_and_intervals_that_join()
    {
        var pattern = new OfflinePattern
        {
            Up = Distribution.Exponential(SimDuration.Zero, SimDuration.FromSeconds(300L)),
            Down = Distribution.Exponential(SimDuration.Zero, SimDuration.FromSeconds(100L)),
        };
        var calendar = new OfflineCalendar(pattern, Lengths, new AlternationCursors(400));
        long online = 0;
        for (int member = 0; member < 400; member++)
        {
            SimTime at = SimTime.Zero;
            int downs = 0;
            long summed = 0;
            while (at < At(20_000))
            {
                OnlineInterval interval = calendar.Find(member, false, at);
                Assert.Equal(at, interval.From);
                SimTime until = SimTime.Min(interval.Until, At(20_000));
                summed += interval.IsOnline ? (until - at).Nanoseconds : 0;
                downs += interval.IsOnline ? 0 : 1;
                at = interval.Until;
            }

            Assert.Equal(summed, calendar.OnlineTime(member, false, SimTime.Zero, At(20_000)).Nanoseconds);
            Assert.Equal(downs, calendar.TimesDown(member, false, At(20_000)));
            online += summed;
        }

        // 400 members x 50 cycles: the mean share is 0.75 within five standard errors (about 0.014).
        Assert.InRange(online / (400 * 20_000e9), 0.735, 0.765);
    }

    [Fact]
    public void Who_is_never_off_is_always_online()
    {
        var calendar = new OfflineCalendar(OfflinePattern.Never, Lengths, new AlternationCursors(1));
        Assert.True(calendar.IsAlwaysOnline);
        Assert.Equal(new OnlineInterval(true, SimTime.Zero, SimTime.MaxValue), calendar.Find(0, false, At(1)));
    }

    private static SimTime At(long seconds) => new(seconds * 1_000_000_000);
}
