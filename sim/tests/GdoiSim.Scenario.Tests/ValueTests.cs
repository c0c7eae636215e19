using GdoiSim.Group;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>What a single value may look like, and what it then means.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("0%", 0)]
    [InlineData("1%", 0.01)]
    [InlineData("0.3%", 0.003)]
    [InlineData("12.5%", 0.125)]
    [InlineData("100%", 1)]
    [InlineData("0.01", 0.01)]
    [InlineData("1e-9", 1e-9)]
    [InlineData("1", 1)]
    public void Share_is_read(string text, double value)
    {
        Assert.True(Share.TryParse(text, out Share share));
        Assert.Equal(value, share.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-1%")]
    [InlineData("100.1%")]
    [InlineData("1.1")]
    [InlineData("1 %")]
    [InlineData("1%%")]
    [InlineData("1e-1%")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,5%")]
    [InlineData("0x1")]
    public void Share_is_refused(string text) => Assert.False(Share.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0%")]
    [InlineData(0.003, "0.3%")]
    [InlineData(1, "100%")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(1e-12, "1e-12")]
    public void Share_is_written_so_that_it_reads_back(double value, string text)
    {
        Assert.Equal(text, new Share(value).ToString());
        Assert.True(Share.TryParse(text, out Share same));
        Assert.Equal(value, same.Value);
    }

    [Theory]
    [InlineData("1bps", 1)]
    [InlineData("64kbps", 64_000)]
    [InlineData("1.5Mbps", 1_500_000)]
    [InlineData("100Mbps", 100_000_000)]
    [InlineData("10 Gbps", 10_000_000_000)]
    [InlineData("unlimited", 0)]
    public void Bandwidth_is_read(string text, long bits)
    {
        Assert.True(BitRate.TryParse(text, out BitRate rate));
        Assert.Equal(bits, rate.BitsPerSecond);
    }

    [Theory]
    [InlineData("0bps")]
    [InlineData("100")]
    [InlineData("100mbps")]
    [InlineData("100MBps")]
    [InlineData("0.5bps")]
    [InlineData("-1Mbps")]
    [InlineData("10000000000000Gbps")]
    public void Bandwidth_is_refused(string text) => Assert.False(BitRate.TryParse(text, out _));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("212992", 212_992)]
    [InlineData("256KiB", 262_144)]
    [InlineData("256 KiB", 262_144)]
    [InlineData("1.5MiB", 1_572_864)]
    [InlineData("4MB", 4_000_000)]
    [InlineData("2GiB", 2_147_483_648)]
    public void Size_is_read(string text, long octets)
    {
        Assert.True(OctetCount.TryParse(text, out OctetCount count));
        Assert.Equal(octets, count.Octets);
    }

    [Theory]
    [InlineData("256kib")]
    [InlineData("256K")]
    [InlineData("0.5")]
    [InlineData("1.0001KiB")]
    [InlineData("99999999999GiB")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("1  KiB")]
    public void Size_is_refused(string text) => Assert.False(OctetCount.TryParse(text, out _));

    [Theory]
    [InlineData("256 datagrams", long.MaxValue, 256)]
    [InlineData("0 datagrams", long.MaxValue, 0)]
    [InlineData("208KiB", 212_992, int.MaxValue)]
    [InlineData("unlimited", long.MaxValue, int.MaxValue)]
    public void Receive_buffer_is_read(string text, long octets, int datagrams)
    {
        ReceiveBuffer buffer = ScenarioText.Read($"{{group: {{size: 1}}, key_server: {{receive_buffer: {text}}}}}")
            .KeyServer.ReceiveBuffer;
        Assert.Equal(octets, buffer.Octets);
        Assert.Equal(datagrams, buffer.Datagrams);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0", 0)]
    [InlineData("unlimited", int.MaxValue)]
    public void Number_of_repeats_is_read(string text, int count) =>
        Assert.Equal(
            count, ScenarioText.Read($"{{group: {{size: 1}}, duration: 1h, retransmit: {{count: {text}}}}}")
                .Retransmit.Count.Value);

    [Theory]
    [InlineData("0", 0ul)]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    public void Seed_is_read(string text, ulong seed) =>
        Assert.Equal(seed, ScenarioText.Read($"{{seed: {text}, group: {{size: 1}}}}").Seed);

    [Theory]
    [InlineData("My Scenario/../x", "My-Scenario-..-x")]
    [InlineData("..", "scenario")]
    [InlineData(".hidden", "hidden")]
    [InlineData("quickstart", "quickstart")]
    [InlineData("räder", "r-der")]
    public void A_name_from_a_file_is_made_safe(string file, string name)
    {
        Assert.Equal(name, ScenarioName.From(file).Text);
        Assert.True(ScenarioName.TryParse(name, out _));
    }

    /// <summary>What a default is written as must read back as the same: schema and messages rely on it.</summary>
    [Fact]
    public void Every_default_is_written_as_a_file_may_have_it()
    {
        int written = 0;
        foreach (Type type in ScenarioKeys.SectionTypes())
        {
            object defaults = SectionShape.Default(type);
            foreach (KeyShape key in SectionShape.Of(type)!.Keys.Where(key => !key.Required))
            {
                // Nothing is written for a section that is a single value only when it names a file.
                if (key.Property.GetValue(defaults) is { } value
                    && ScalarForms.For(key.ValueType) is { } form
                    && form.Write(value) is { Length: > 0 } text)
                {
                    Assert.Equal(value, form.Parse(text));
                    written++;
                }
            }
        }

        Assert.InRange(written, 40, 100);
    }

    [Theory]
    [InlineData(typeof(GdoiSim.Protocol.KekAckRequested))]
    [InlineData(typeof(AddressFamily))]
    [InlineData(typeof(SignatureChoice))]
    [InlineData(typeof(CryptographyMode))]
    [InlineData(typeof(DuplicateReaction))]
    [InlineData(typeof(RetransmitWhen))]
    [InlineData(typeof(RetransmitTo))]
    [InlineData(typeof(RetransmitSequence))]
    [InlineData(typeof(MissingFrom))]
    [InlineData(typeof(GdoiSim.Protocol.Crypto.AckLengthField))]
    [InlineData(typeof(KekAlgorithm))]
    public void Every_choice_of_a_run_has_a_word(Type choice)
    {
        ScalarForm form = ScalarForms.For(choice)!;
        Assert.Equal(Enum.GetValues(choice).Cast<object>(), form.Words.Select(form.Parse));
    }
}
