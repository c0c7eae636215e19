using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class TimelineBinsTests
{
    [Fact]
    public void Instants_fall_into_their_bin()
    {
        var bins = new TimelineBins();
        bins.At(0).AckArrived++;
        bins.At(99_999).AckArrived++;
        bins.At(100_000).AckArrived++;
        var rows = bins.Rows(20_000).ToList();
        Assert.Equal([2, 1], rows.Select(row => row.AckArrived));
        Assert.Equal([0, 100_000], rows.Select(row => row.Time.Nanoseconds));
        Assert.Equal(2, rows[0].ServiceCapacity);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void However_many_instants_the_bins_are_bounded_and_nothing_is_lost(int seed)
    {
        var random = new Random(seed);
        var instants = Enumerable.Range(0, 5_000).Select(_ => random.NextInt64(0, 20_000_000_000)).ToArray();
        var bins = Count(instants);
        var rows = bins.Rows(null).ToList();

        Assert.InRange(rows.Count, 1, 100);
        Assert.Equal(instants.Length, rows.Sum(row => row.AckArrived));
        Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First.Time < pair.Second.Time));
        foreach (var row in rows)
        {
            var (from, width) = (row.Time.Nanoseconds, row.Width.Nanoseconds);
            var inside = instants.Where(at => at >= from && at < from + width);
            Assert.Equal(inside.Count(), row.AckArrived);
            Assert.Equal(inside.Max(at => at % 1000), row.QueueMaxDepth);
        }

        random.Shuffle(instants);
        Assert.Equal(rows, Count(instants).Rows(null));
    }

    /// <summary>
    /// However the counts are shared out among parts and in which order they come, the rows are the same: the level of
    /// half-open registrations is that of a plain count in order of time.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Half_open_registrations_are_a_level_carried_through_all_rows(int seed)
    {
        var random = new Random(seed);
        var spans = Enumerable.Range(0, 2_000)
            .Select(_ => random.NextInt64(0, 10_000_000_000))
            .Select(from => (From: from, To: from + random.NextInt64(0, 500_000_000)))
            .ToArray();
        TimelineBins[] parts = [new(mostBins: 200), new(mostBins: 200), new(mostBins: 200)];
        foreach (var (from, to) in spans)
        {
            parts[random.Next(2)].RegistrationsAt(to).HalfOpenChange--;
            parts[random.Next(2)].RegistrationsAt(from).HalfOpenChange++;
            parts[random.Next(2)].RegistrationsAt(to).Completed++;
            parts[2].At(random.NextInt64(0, 20_000_000_000)).AckArrived++; // Rows without registrations.
        }

        var bins = new TimelineBins(mostBins: 200);
        Array.ForEach(parts, bins.Merge);
        var rows = bins.Rows(null).ToList();
        Assert.InRange(rows.Count, 2, 200);
        Assert.Equal((2_000, 2_000), (rows.Sum(row => row.RegistrationCompleted), rows.Sum(row => row.AckArrived)));
        Assert.Equal(0, rows[^1].RegistrationHalfOpen);
        foreach (var row in rows)
        {
            var end = row.Time.Nanoseconds + row.Width.Nanoseconds;
            Assert.Equal(spans.Count(span => span.From < end && span.To >= end), row.RegistrationHalfOpen);
        }

        Array.Reverse(parts);
        var again = new TimelineBins(mostBins: 200);
        Array.ForEach(parts, again.Merge);
        Assert.Equal(rows, again.Rows(null));
    }

    private static TimelineBins Count(long[] instants)
    {
        var bins = new TimelineBins(mostBins: 100);
        foreach (var at in instants)
        {
            var counts = bins.At(at);
            counts.AckArrived++;
            counts.QueueMaxDepth = Math.Max(counts.QueueMaxDepth, at % 1000);
        }

        return bins;
    }
}
