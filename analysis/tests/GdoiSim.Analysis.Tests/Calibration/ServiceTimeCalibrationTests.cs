using GdoiSim.Analysis.Calibration;
using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using Xunit;

namespace GdoiSim.Analysis.Tests.Calibration;

public class ServiceTimeCalibrationTests
{
    [Theory]
    [InlineData(KekAckRequested.KekSha256, 16, true)]
    [InlineData(KekAckRequested.LkhSha512, 1, false)]
    public void Every_kind_of_work_has_a_table_of_positive_times(KekAckRequested type, int batch, bool socket)
    {
        // Run throws where a verdict is not the one that was due.
        MeasuredServiceTimes times = ServiceTimeCalibration.Run(
            new CalibrationOptions
            {
                Members = 1_000,
                Acknowledgement = type,
                Batch = batch,
                Socket = socket,
                Signature = socket ? SignatureChoice.Rsa2048 : SignatureChoice.EcdsaP256,
                Duration = TimeSpan.Zero,
            },
            TestContext.Current.CancellationToken);

        Assert.All(
            [times.Accepted, times.Duplicate, times.Rejected, times.PushBuild, times.PushSend],
            table =>
            {
                Assert.True(table.Samples > 100);
                Assert.Equal(101, table.Quantiles.Count);
                Assert.Equal(table.Quantiles.Order(), table.Quantiles);
                // One duplicate takes less than a clock's step: its median may be 0, its mean and longest may not.
                Assert.True(table.MeanNanoseconds > 0);
                Assert.True(table.Quantiles[^1] > SimDuration.Zero);
            });
    }

    [Theory]
    [InlineData(SignatureChoice.EcdsaP256, DiffieHellmanGroup.Ecp256)]
    [InlineData(SignatureChoice.Rsa2048, DiffieHellmanGroup.Modp2048)]
    public void Every_request_of_a_registration_has_a_table(SignatureChoice signature, DiffieHellmanGroup group)
    {
        // Run throws where one side refuses what the other one sends, or a member ends without the group's keys.
        var times = RegistrationCalibration.Run(
            new CalibrationOptions
            {
                Authentication = signature,
                DiffieHellman = group,
                Registrations = 5,
                RegistrationTime = TimeSpan.Zero,
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(
            ["proposal", "key_exchange", "authentication", "pull_request", "key_download"],
            times.Select(one => one.Request));
        Assert.All(times, one =>
        {
            Assert.Equal((5, 101), (one.Time.Samples, one.Time.Quantiles.Count));
            Assert.Equal(one.Time.Quantiles.Order(), one.Time.Quantiles);
            Assert.True(one.Time.Quantiles[^1] > SimDuration.Zero);
        });
    }

    [Fact]
    public void A_table_has_the_nearest_ranks_of_its_samples()
    {
        // 1000 samples 1, 2, …, 1000, upside down: i % of them do not exceed 10 i.
        TimeTable table = TimeTable.Of([.. Enumerable.Range(1, 1000).Select(value => (double)(1001 - value))]);

        Assert.Equal(1, table.Quantiles[0].Nanoseconds);
        Assert.Equal(10, table.Quantiles[1].Nanoseconds);
        Assert.Equal(500, table.AtPercent(50).Nanoseconds);
        Assert.Equal(990, table.Quantiles[99].Nanoseconds);
        Assert.Equal(500.5, table.MeanNanoseconds);
    }

    [Fact]
    public void One_long_interruption_keeps_its_weight_in_the_mean_and_no_more()
    {
        // 9,999 times 100 ns and once 10 ms: a mean of 1,099.99 ns. Linear up to 10 ms the table would have 50,000.
        TimeTable table = TimeTable.Of([.. Enumerable.Repeat(100.0, 9_999), 10_000_000]);
        Distribution distribution = Distribution.Empirical([.. table.Quantiles]);

        Assert.Equal(100, table.AtPercent(99).Nanoseconds);
        Assert.Equal(1_099.99, distribution.MeanSeconds * 1e9, 0.01);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_in_words()
    {
        AssertRefused(new CalibrationOptions { Members = 511 }, "allowed: 512 (eight batches)");
        AssertRefused(new CalibrationOptions { Registrations = 0 }, "allowed: at least 1");
        AssertRefused(new CalibrationOptions { Batch = 129 }, "allowed: 1 to 128");
        AssertRefused(new CalibrationOptions { Acknowledgement = KekAckRequested.None }, "allowed: a KEK or LKH type");
        Assert.Throws<ArgumentException>(() => TimeTable.Of([]));
        Assert.Throws<ArgumentException>(() => TimeTable.Of([-1.0]));
    }

    private static void AssertRefused(CalibrationOptions options, string words)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => ServiceTimeCalibration.Run(options, TestContext.Current.CancellationToken));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
