using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>What a file says is what a run gets.</summary>
public sealed class ScenarioOptionsTests
{
    [Fact]
    public void Defaults_of_a_file_are_the_defaults_of_a_run()
    {
        GroupOptions options = ScenarioOptions.Of(ScenarioDocument.Parse("group: {size: 77}", ScenarioText.Source));
        string[] differences = [.. Differences(new GroupOptions { Members = 77 }, options, "")];
        Assert.Empty(differences);
    }

    /// <summary>Each line is a key of the file: were it not read, the run would have the default.</summary>
    [Fact]
    public void Every_key_reaches_the_run()
    {
        GroupOptions options = ScenarioOptions.Of(EveryKey());
        Assert.Equal(
            """
            Acknowledgement LkhSha512
            AddressFamily IPv6
            Cryptography Each
            Duration 2h
            EvictAfter 5
            Kek.KeyBits 256
            Kek.Lifetime 12h
            KeyServers[0].Cores 4
            KeyServers[0].LinkBitsPerSecond 50000000
            KeyServers[0].LinkQueueOctets 65536
            KeyServers[0].ReceiveBuffer ReceiveBuffer { Octets = 9223372036854775807, Datagrams = 300 }
            KeyServers[0].ServiceTimes.Accepted constant(100us)
            KeyServers[0].ServiceTimes.Duplicate constant(20us)
            KeyServers[0].ServiceTimes.PushBuild constant(3ms)
            KeyServers[0].ServiceTimes.PushSend exponential(shift 10us, mean 5us)
            KeyServers[0].ServiceTimes.Rejected constant(30us)
            KeyServers[0].Share 0.75
            """,
            Lines(
                options,
                "AddressFamily",
                "Acknowledgement",
                "Cryptography",
                "Duration",
                "EvictAfter",
                "Kek",
                "KeyServers[0]"));
        Assert.Equal(2, options.KeyServers.Count);
        Assert.Equal(0.25, options.KeyServers[1].Share);
        Assert.Equal(
            """
            Network.ToMembers.DuplicationProbability 0.005
            Network.ToMembers.FirstHopLoss 0.002
            Network.ToMembers.Latency.MemberBase uniform(5ms, 50ms)
            Network.ToMembers.Latency.PerPacket exponential(shift 0s, mean 2ms)
            Network.ToMembers.Loss.LossInBad 0.8
            Network.ToMembers.Loss.LossInGood 0.001
            Network.ToMembers.Loss.MeanBurstSlots 5
            Network.ToMembers.Loss.Slot 20ms
            Network.ToServer.DuplicationProbability 0.001
            Network.ToServer.FirstHopLoss 0
            Network.ToServer.Latency.MemberBase constant(20ms)
            Network.ToServer.Latency.PerPacket constant(0s)
            Network.ToServer.Loss.Probability 0.01
            """,
            Lines(
                options,
                "Network",
                except: ["Fragmentation", "MeanLoss", "BadProbability", "Persistence", "MeanSeconds", "Minimum"]));
        Assert.Equal(0.02, options.Network.ToMembers.Loss.MeanLoss, 15);
        Assert.Equal(new Network.Fragmentation(Network.IpVersion.IPv6, 1400), options.Network.ToMembers.Fragmentation);
        Assert.Equal(new Network.Fragmentation(Network.IpVersion.IPv6, 1300), options.Network.ToServer.Fragmentation);
        Assert.Equal(
            """
            RecoverAfter 40s
            Rekey.Count 4
            Rekey.First 5s
            Rekey.Interval 25min
            Rekey.ReplaceKekEvery 2
            Retransmit.Count 3
            Retransmit.Interval 7s
            Retransmit.Sequence Next
            Retransmit.To Unacknowledged
            Retransmit.When Always
            Seed 9007199254740993
            Signature EcdsaP256
            Tek.ActivationDelay 15s
            Tek.Lifetime 30min
            TimelineBin 20ms
            """,
            Lines(options, "RecoverAfter", "Rekey", "Retransmit", "Seed", "Signature", "Tek", "TimelineBin"));
        Assert.Equal(
            """
            Registration.Authentication Rsa2048
            Registration.DiffieHellman Modp2048
            Registration.HalfOpenLimit 77
            Registration.HalfOpenTimeout 25s
            Registration.MemberTime constant(7ms)
            Registration.Mode Full
            Registration.RepeatAfter 3s
            Registration.RepeatFactor 1.5
            Registration.Repeats 4
            Registration.ServiceTimes.Authentication constant(3us)
            Registration.ServiceTimes.Duplicate constant(6us)
            Registration.ServiceTimes.KeyDownload constant(5us)
            Registration.ServiceTimes.KeyExchange constant(2us)
            Registration.ServiceTimes.Proposal constant(1us)
            Registration.ServiceTimes.PullRequest constant(4us)
            Registration.Wait uniform(1s, 2s)
            """,
            Lines(options, "Registration"));
        Assert.Equal(
            """
            Hierarchy.Degree 3
            Hierarchy.Interval 9s
            Hierarchy.LargestMessage 1400
            Hierarchy.Packing Chains
            Hierarchy.Removals[0].At 30s
            Hierarchy.Removals[0].Members[0] 0
            Hierarchy.Removals[0].Members[1] 1
            Hierarchy.Removals[0].Members[2] 2
            Hierarchy.Removals[0].Members[3] 6
            Hierarchy.Removals[1].At 40s
            Hierarchy.Removals[1].Members[0] 19
            """,
            Lines(options, "Hierarchy"));
        Assert.Equal(
            """
            Members 1000
            Missing.After 12s
            Missing.From First
            """,
            Lines(options, "Members", "Missing"));
    }

    [Fact]
    public void What_a_profile_leaves_out_is_as_in_the_group()
    {
        IReadOnlyList<MemberProfile> profiles = ScenarioOptions.Of(EveryKey()).Profiles;
        Assert.Equal(["standard", "modern", "far"], profiles.Select(profile => profile.Name));
        Assert.Equal(0.5, profiles[0].Share, 12);
        Assert.Equal(
            """
            Profiles[0].AckLengthField Output
            Profiles[0].Acknowledges False
            Profiles[0].Jitter 4s
            Profiles[0].Offline.Share 0.02
            Profiles[0].OnDuplicate Reacknowledge
            Profiles[0].ProcessingTime uniform(1ms, 3ms)
            Profiles[1].AckLengthField Block
            Profiles[1].Acknowledges True
            Profiles[1].Jitter 1s
            Profiles[1].Offline.Schedule[0] OfflineWindow { From = 10s, Until = 20s }
            Profiles[1].Offline.Schedule[1] OfflineWindow { From = 60s, Until = 120s }
            Profiles[1].Offline.Share 0
            Profiles[1].OnDuplicate Drop
            Profiles[1].ProcessingTime exponential(shift 0s, mean 4ms)
            Profiles[1].Share 0.3
            Profiles[2].AckLengthField Output
            Profiles[2].Acknowledges False
            Profiles[2].Jitter 4s
            Profiles[2].Offline.Down log-normal(median 1min, sigma 0.5)
            Profiles[2].Offline.Share 0
            Profiles[2].Offline.Up constant(1h)
            Profiles[2].OnDuplicate Reacknowledge
            Profiles[2].ProcessingTime uniform(1ms, 3ms)
            Profiles[2].Share 0.2
            """,
            Lines(ScenarioOptions.Of(EveryKey()), "Profiles", except: ["Name", "Network", "Profiles[0].Share"]));
    }

    [Fact]
    public void A_path_of_a_profile_takes_what_it_leaves_out_from_the_network()
    {
        IReadOnlyList<MemberProfile> profiles = ScenarioOptions.Of(EveryKey()).Profiles;
        Assert.Null(profiles[0].Network);
        Assert.Null(profiles[1].Network);
        NetworkOptions far = Assert.IsType<NetworkOptions>(profiles[2].Network);
        Assert.Equal(0.03, far.ToMembers.Loss.MeanLoss);
        Assert.Equal("constant(300ms)", far.ToMembers.Latency.MemberBase.ToString());
        Assert.Equal(0.005, far.ToMembers.DuplicationProbability);
        Assert.Equal(0.01, far.ToServer.Loss.MeanLoss);
        Assert.Equal(new Network.Fragmentation(Network.IpVersion.IPv6, 1280), far.ToServer.Fragmentation);
    }

    [Fact]
    public void Every_key_is_in_the_file_that_tests_them()
    {
        Dictionary<string, KeyShape> known = ScenarioKeys.ByPath();
        IEnumerable<string> used = EveryKey().Paths
            .Select(path => Regex.Replace(path, @"\[\d+\]", "[]"))
            .Where(known.ContainsKey)
            .Select(path => Name(known[path]));
        Assert.Equal(known.Values.Select(Name).Distinct().Order(), used.Distinct().Order());

        static string Name(KeyShape key) => $"{key.Property.DeclaringType!.Name}.{key.Name}";
    }

    [Fact]
    public void No_standard_profile_is_made_when_shares_take_all()
    {
        GroupOptions options = Options(
            "group: {size: 3, profiles: [{name: a, share: 33.3%}, {name: b, share: 66.7%}]}");
        Assert.Equal(["a", "b"], options.Profiles.Select(profile => profile.Name));
    }

    [Fact]
    public void The_standard_profile_gives_way_to_one_of_that_name()
    {
        GroupOptions options = Options("group: {size: 10, profiles: [{name: standard, share: 50%}]}");
        Assert.Equal(["standard-", "standard"], options.Profiles.Select(profile => profile.Name));
    }

    [Fact]
    public void A_scenario_with_errors_is_not_run() =>
        Assert.Throws<ArgumentException>(() => Options("group: {size: 0}"));

    private static GroupOptions Options(string text) =>
        ScenarioOptions.Of(ScenarioDocument.Parse(text, ScenarioText.Source));

    private static ScenarioDocument EveryKey()
    {
        ScenarioDocument document = ScenarioDocument.Read(Path.Combine(AppContext.BaseDirectory, "every-key.yaml"));
        Assert.False(document.Problems.HasErrors, string.Join('\n', document.Problems.InOrder()));
        return document;
    }

    /// <summary>The properties below the named ones with their values, sorted.</summary>
    private static string Lines(GroupOptions options, params string[] names) => Lines(options, names, []);

    private static string Lines(GroupOptions options, string name, string[] except) => Lines(options, [name], except);

    private static string Lines(GroupOptions options, string[] names, string[] except)
    {
        IEnumerable<string> lines = Walk(options, "")
            .Where(pair => names.Any(name => pair.Path == name
                || pair.Path.StartsWith(name + ".", StringComparison.Ordinal)
                || pair.Path.StartsWith(name + "[", StringComparison.Ordinal)))
            .Where(pair => !except.Any(word => pair.Path.Contains(word, StringComparison.Ordinal)))
            .OrderBy(pair => pair.Path, StringComparer.Ordinal)
            .Select(pair => $"{pair.Path} {pair.Value}");
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Differences(object expected, object found, string path) =>
        Walk(expected, path).Zip(Walk(found, path))
            .Where(pair => pair.First != pair.Second)
            .Select(pair => $"{pair.First} but {pair.Second}");

    private static IEnumerable<(string Path, string Value)> Walk(object? value, string path)
    {
        switch (value)
        {
            case null:
                yield break;
            case string or ValueType or Distribution:
                yield return (path, value.ToString()!);
                yield break;
            case IEnumerable list:
                int index = 0;
                foreach (object? item in list)
                {
                    foreach ((string Path, string Value) below in Walk(item, $"{path}[{index}]"))
                    {
                        yield return below;
                    }

                    index++;
                }

                yield break;
        }

        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            string below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            foreach ((string Path, string Value) line in Walk(property.GetValue(value), below))
            {
                yield return line;
            }
        }
    }
}
