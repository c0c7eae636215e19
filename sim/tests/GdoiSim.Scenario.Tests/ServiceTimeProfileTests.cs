using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>A profile file: written, read, taken into a scenario, and told where it is wrong.</summary>
public sealed class ServiceTimeProfileTests : IDisposable
{
    private const string Tables =
        "accepted: [1us, 3us]\nduplicate: [100ns, 200ns]\nrejected: [1us, 2us]\n"
        + "push_build: [1ms, 2ms]\npush_send: [2us, 4us]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("gdoisim-profile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        var written = new ServiceTimeProfile
        {
            Profile = ServiceTimeProfile.Version,
            Machine = "Somebody's #1: {fast} 'host'\n",
            Date = "2026-01-01T00:00:00Z",
            Measured = "kek_sha256, 64 at a time",
            Accepted = Times(57, 63, 1_000),
            Duplicate = Times(0, 18),
            Rejected = Times(5, 5),
            PushBuild = Times(250_000, 1_500_000),
            PushSend = Times(1_234, 5_678, 9_012, 3_000_000_000),
            RegistrationProposal = Times(1, 2),
            RegistrationKeyExchange = Times(3, 4),
            RegistrationAuthentication = Times(5, 6),
            RegistrationPullRequest = Times(7, 8),
            RegistrationKeyDownload = Times(9, 10),
        };
        string file = File("p.yaml", written.Write());
        var problems = new ProblemList();
        ServiceTimeProfile read = Assert.IsType<ServiceTimeProfile>(ServiceTimeProfile.Read(file, problems));

        Assert.Equal(0, problems.Count);
        Assert.Equal(10, written.Tables.Count());
        Assert.Equal("Somebody's #1: {fast} 'host' ", read.Machine);
        Assert.Equal((written.Date, written.Measured), (read.Date, read.Measured));
        Assert.Equal(
            written.Tables.SelectMany(table => table.Quantiles), read.Tables.SelectMany(table => table.Quantiles));
    }

    [Theory]
    [InlineData("service_time: profile:sub/p.yaml")]
    [InlineData("service_time: \"profile: sub/p.yaml\"")]
    [InlineData("service_time: {profile: sub/p.yaml}")]
    public void A_scenario_takes_the_file_beside_it(string line)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        File("sub/p.yaml", "profile: 1\n" + Tables);
        ServiceTimes times = TimesOf(File("a.yaml", $"group: {{size: 10}}\nkey_server: {{{line}}}\n"));

        Assert.Equal(DistributionKind.Empirical, times.Accepted.Kind);
        Assert.Equal(2_000, times.Accepted.MeanSeconds * 1e9, 0.001);
        Assert.Equal(150, times.Duplicate.Sample(0.5).Nanoseconds);
        Assert.Equal(1_500, times.Rejected.Sample(0.5).Nanoseconds);
        Assert.Equal(1_500_000, times.PushBuild.Sample(0.5).Nanoseconds);
        Assert.Equal(3_000, times.PushSend.Sample(0.5).Nanoseconds);
    }

    [Fact]
    public void What_the_scenario_sets_itself_goes_before_the_file()
    {
        File("p.yaml", "profile: 1\n" + Tables);
        string scenario = File(
            "a.yaml", "group: {size: 10}\nkey_server: {service_time: {profile: p.yaml, duplicate: 7us}}\n");
        ServiceTimes times = TimesOf(scenario, "key_server.service_time.push_send=9us");

        Assert.Equal("constant(7us)", times.Duplicate.ToString());
        Assert.Equal("constant(9us)", times.PushSend.ToString());
        Assert.Equal(DistributionKind.Empirical, times.Accepted.Kind);
    }

    private const string Registrations =
        "registration_proposal: [1us, 3us]\nregistration_key_exchange: [4ms, 6ms]\n"
        + "registration_authentication: [2ms, 4ms]\nregistration_pull_request: [10us, 30us]\n"
        + "registration_key_download: [20us, 40us]\n";

    [Fact]
    public void Registrations_take_theirs_from_a_file_too()
    {
        File("p.yaml", "profile: 1\n" + Tables + Registrations);
        string scenario = File(
            "a.yaml",
            "group: {size: 10}\nduration: 3h\n"
            + "registration: {mode: full, service_time: {profile: p.yaml, pull_request: 7us}}\n");
        ScenarioDocument document = ScenarioDocument.Read(scenario);
        GroupOptions options = ScenarioOptions.Of(document);
        RegistrationTimes times = options.Registration.ServiceTimes;
        Assert.Equal(2_000, times.Proposal.Sample(0.5).Nanoseconds);
        Assert.Equal(5_000_000, times.KeyExchange.Sample(0.5).Nanoseconds);
        Assert.Equal(3_000_000, times.Authentication.Sample(0.5).Nanoseconds);
        Assert.Equal("constant(7us)", times.PullRequest.ToString());
        Assert.Equal(30_000, times.KeyDownload.Sample(0.5).Nanoseconds);
        Assert.Equal("constant(20us)", times.Duplicate.ToString()); // Not measured.
        Assert.Equal("constant(50us)", options.KeyServers[0].ServiceTimes.Accepted.ToString());

        // Alone, as the only value; what is wrong with a table is told with the file's lines.
        File("p.yaml", "profile: 1\n" + Tables + Registrations.Replace("[4ms, 6ms]", "[4ms, 3ms]"));
        string alone = File("b.yaml", "group: {size: 10}\nregistration: {service_time: profile:p.yaml}\n");
        Assert.Contains(
            Problems(alone),
            line => line.Contains("registration_key_exchange[1]: found 3ms", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_without_registrations_is_told_where_the_scenario_wants_them()
    {
        File("p.yaml", "profile: 1\n" + Tables);
        string scenario = File("a.yaml", "group: {size: 10}\nregistration:\n  service_time: profile:p.yaml\n");
        Assert.Equal(
            [
                $"{scenario}:3:17: error: registration.service_time: profile 'p.yaml': key 'registration_proposal' is "
                + "missing; allowed: a profile of gdoisim calibrate that has registrations",
            ],
            Problems(scenario));
    }

    [Fact]
    public void The_command_line_may_name_a_file()
    {
        string profile = File("p.yaml", "profile: 1\n" + Tables);
        ServiceTimes times = TimesOf(
            File("a.yaml", "group: {size: 10}\n"), $"key_server.service_time=profile:{profile}");

        Assert.Equal(DistributionKind.Empirical, times.Accepted.Kind);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_where_the_scenario_names_it()
    {
        string scenario = File("a.yaml", "group: {size: 10}\nkey_server:\n  service_time: profile:none.yaml\n");
        string named = Excerpt.Of(Path.Combine(_folder, "none.yaml"));
        Assert.Equal(
            [$"{scenario}:3:17: error: key_server.service_time: profile '{named}': there is no such file"],
            Problems(scenario));
    }

    [Theory]
    [InlineData("", "1:1: error: the file is empty; allowed: a profile of gdoisim calibrate")]
    [InlineData("profile: 2\n" + Tables, "1:10: error: profile: found '2'; allowed: a whole number")]
    [InlineData(Tables, "1:1: error: key 'profile' is missing: Version of the format.")]
    [InlineData(
        "profile: 1\n" + Tables + "rejcted: [1us, 2us]\n",
        "7:1: error: unknown key 'rejcted' at the top level; did you mean 'rejected'?")]
    [InlineData(
        "profile: 1\naccepted: [2us, 1us, 3us]\nduplicate: [1us]\nrejected: [1us, x]\npush_build: [1us, 2us]\n"
        + "push_send: [1us, 2us]\n",
        "4:17: error: rejected[1]: found 'x'; allowed: a duration")]
    [InlineData(
        "profile: 1\naccepted: [1us, 3us, 2us]\nduplicate: [1us, 2us]\nrejected: [1us, 2us]\npush_build: [1us, 2us]\n"
        + "push_send: [1us, 2us]\n",
        "2:22: error: accepted[2]: found 2us; allowed: not less than the quantile before it (3us)")]
    [InlineData(
        "profile: 1\naccepted: [1us, 3us]\nduplicate: [1us]\nrejected: [1us, 2us]\npush_build: [1us, 2us]\n"
        + "push_send: [1us, 2us]\n",
        "3:12: error: duplicate: found a list of 1; allowed: at least 2 quantiles")]
    [InlineData("profile: [1\n", "not readable as YAML")]
    public void What_is_wrong_in_the_file_is_told_with_its_own_lines(string text, string problem)
    {
        string profile = File("p.yaml", text);
        string scenario = File("a.yaml", "group: {size: 10}\nkey_server: {service_time: profile:p.yaml}\n");
        string[] found = Problems(scenario);

        Assert.Contains(
            found,
            line => line.StartsWith(profile + ":", StringComparison.Ordinal)
                && line.Contains(problem, StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => ScenarioOptions.Of(ScenarioDocument.Read(scenario)));
    }

    [Theory]
    [InlineData("profile:")]
    [InlineData("p.yaml")]
    [InlineData("5us")]
    public void Another_word_is_no_profile(string word)
    {
        string[] found = ScenarioText.ProblemsOf($"group: {{size: 10}}\nkey_server: {{service_time: \"{word}\"}}\n");
        Assert.Contains(
            "allowed: profile:FILE with the file of a calibration", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void A_measured_time_beyond_what_a_run_can_hold_is_refused()
    {
        File("p.yaml", "profile: 1\n" + Tables.Replace("3us", "11d", StringComparison.Ordinal));
        string scenario = File("a.yaml", "group: {size: 10}\nkey_server: {service_time: profile:p.yaml}\n");

        Assert.Contains(
            "key_server.service_time.accepted", Assert.Single(Problems(scenario)), StringComparison.Ordinal);
    }

    private static SimDuration[] Times(params long[] nanoseconds) =>
        [.. nanoseconds.Select(SimDuration.FromNanoseconds)];

    private static string[] Problems(string scenario) =>
        [.. ScenarioDocument.Read(scenario).Problems.InOrder().Select(problem => problem.ToString())];

    private static ServiceTimes TimesOf(string scenario, params string[] overrides)
    {
        ScenarioDocument document = ScenarioDocument.Read(scenario, overrides);
        Assert.Empty(document.Problems.InOrder().Select(problem => problem.ToString()));
        return ScenarioOptions.Of(document).KeyServers[0].ServiceTimes;
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
