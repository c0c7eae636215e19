using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>What <c>--set</c> can reach.</summary>
public sealed class ScenarioOverrideTests
{
    private const string Text =
        """
        group:
          size: 10
          profiles:
            - {name: a, share: 10%, jitter: 1s}
            - {name: b, share: 20%, network: {ack: &path {loss: 1%}}}
        network: {push: *path}
        """;

    [Fact]
    public void A_value_of_the_file_is_replaced() =>
        Assert.Equal(500, ScenarioText.Read(Text, "group.size=500").Group.Size);

    [Fact]
    public void Later_ones_win() => Assert.Equal(3, ScenarioText.Read(Text, "group.size=2", "group.size=3").Group.Size);

    [Fact]
    public void What_the_file_has_not_is_added()
    {
        ScenarioFile file = ScenarioText.Read(Text, "rekey.count=7", "key_server.service_time.accepted=1ms");
        Assert.Equal(7, file.Rekey.Count);
        Assert.Equal("1ms", file.KeyServer.ServiceTime.Accepted.ToString());
    }

    [Theory]
    [InlineData("group.profiles[1].share=5%")]
    [InlineData("group.profiles.1.share=5%")]
    [InlineData("group.profiles.b.share=5%")]
    public void An_item_is_named_by_its_number_or_its_name(string assignment)
    {
        IReadOnlyList<ProfileSection> profiles = ScenarioText.Read(Text, assignment).Group.Profiles;
        Assert.Equal([0.1, 0.05], profiles.Select(profile => profile.Share.Value));
    }

    [Fact]
    public void A_whole_mapping_can_be_given()
    {
        ScenarioFile file = ScenarioText.Read(Text, "network.push.loss={gilbert_elliott: {loss: 2%, mean_burst: 4}}");
        Assert.Equal(4, file.Network.Push.Loss?.GilbertElliott?.MeanBurst);
    }

    [Fact]
    public void What_is_set_through_one_alias_leaves_the_others()
    {
        ScenarioFile file = ScenarioText.Read(Text, "network.push.loss=5%");
        Assert.Equal(0.05, file.Network.Push.Loss?.Bernoulli?.Value);
        Assert.Equal(0.01, file.Group.Profiles[1].Network.Ack.Loss?.Bernoulli?.Value);
    }

    [Fact]
    public void The_text_and_the_list_of_overrides_are_kept()
    {
        ScenarioDocument document = ScenarioDocument.Parse(Text, "dir/My file.yaml", ["group.size=5"]);
        Assert.Equal(Text, document.Text);
        Assert.Equal(["group.size=5"], document.Overrides);
        Assert.Equal("My-file", document.Name);
    }

    [Fact]
    public void The_hash_is_that_of_the_file()
    {
        // printf 'group: {size: 10}\n' | sha256sum
        ScenarioDocument document = ScenarioDocument.Parse("group: {size: 10}\n", ScenarioText.Source);
        Assert.Equal("688987790d5d8704f821677b7635970907550b1f41283a837c728052356e0616", document.TextHash);
    }
}
