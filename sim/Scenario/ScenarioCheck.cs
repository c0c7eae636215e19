using System.Text.Json;
using System.Text.RegularExpressions;
using GdoiSim.Group;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>
/// What no single key can know: rules over several keys, and warnings. A rule is left out where a key that it reads
/// could not be taken, since it would speak of a default that nobody wrote.
/// </summary>
internal sealed partial class ScenarioCheck
{
    private readonly ScenarioDocument _document;
    private readonly ScenarioFile _file;

    private ScenarioCheck(ScenarioDocument document, ScenarioFile file)
    {
        _document = document;
        _file = file;
    }

    /// <summary>Adds to the document's problems whatever is wrong or noteworthy beyond single values.</summary>
    public static void Run(ScenarioDocument document, ScenarioFile file)
    {
        // Without a group there is nothing that a rule could be about; that it is missing has been said.
        if (file.Group is null)
        {
            return;
        }

        var check = new ScenarioCheck(document, file);
        check.CheckProfiles();
        check.CheckOffline("group.offline", file.Group.Offline);
        check.CheckKeyServers();
        check.CheckKeys();
        check.CheckEnd();
        check.CheckRegistration();
        check.CheckNetwork("network", file.Network);
        check.CheckDistributions();
        check.CheckAsRun();
        check.WarnOfStandardLimits();
        check.WarnOfNoEffect();
    }

    private void CheckProfiles()
    {
        IReadOnlyList<ProfileSection> profiles = _file.Group.Profiles;
        if (!Sound("group.profiles"))
        {
            return;
        }

        double sum = profiles.Sum(profile => profile.Share.Value);
        if (sum > 1 + 1e-9)
        {
            Error("group.profiles", $"shares add up to {Percent(sum)}; allowed: at most 100%");
        }

        for (int i = 0; i < profiles.Count; i++)
        {
            string path = $"group.profiles[{i}]";
            if (profiles.Take(i).Any(other => other.Name == profiles[i].Name))
            {
                Error(
                    $"{path}.name", $"the name '{profiles[i].Name}' is taken by an earlier profile; allowed: another");
            }

            CheckOffline($"{path}.offline", profiles[i].Offline);
            CheckNetwork($"{path}.network", profiles[i].Network);
            if (profiles[i].Network.Push.FirstHopLoss is not null)
            {
                Error(
                    $"{path}.network.push.first_hop_loss",
                    "the first hop is common to all members; allowed: network.push.first_hop_loss");
            }
        }
    }

    private void CheckOffline(string path, OfflineSetting? offline)
    {
        if (!Sound(path) || offline?.Schedule is not { } times)
        {
            return;
        }

        for (int i = 0; i < times.Count; i++)
        {
            if (times[i].Until <= times[i].From)
            {
                Error(
                    $"{path}.schedule[{i}].until",
                    $"found {times[i].Until}; allowed: later than from ({times[i].From})");
            }
            else if (i > 0 && times[i].From < times[i - 1].Until)
            {
                Error(
                    $"{path}.schedule[{i}].from",
                    $"found {times[i].From}; allowed: not before the time above it ends ({times[i - 1].Until})");
            }
        }
    }

    private void CheckRegistration()
    {
        if (Sound("registration", "duration")
            && _file.Registration.Mode != RegistrationMode.PreRegistered
            && _file.Duration is null)
        {
            Error(
                "registration.mode",
                "members that register may do so for ever; allowed with pull and full: a scenario with a duration");
        }
    }

    private void CheckKeyServers()
    {
        KeyServerSection server = _file.KeyServer;
        if (Sound("key_server.count", "group.size") && server.Count > _file.Group.Size)
        {
            Error("key_server.count", $"found {server.Count}; allowed: at most one a member ({_file.Group.Size})");
        }

        if (server.Shares is not { } shares || !Sound("key_server.count", "key_server.shares"))
        {
            return;
        }

        if (shares.Count != server.Count)
        {
            Error("key_server.shares", $"found {shares.Count} shares; allowed: one a key server ({server.Count})");
        }

        double sum = shares.Sum(share => share.Value);
        if (Math.Abs(sum - 1) > 1e-6)
        {
            Error("key_server.shares", $"shares add up to {Percent(sum)}; allowed: 100%");
        }
    }

    private void CheckKeys()
    {
        foreach ((string path, SimDuration value) in new[]
        {
            ("kek.lifetime", _file.Kek.Lifetime),
            ("tek.lifetime", _file.Tek.Lifetime),
            ("tek.activation_delay", _file.Tek.ActivationDelay),
        })
        {
            if (Sound(path) && value.Nanoseconds % 1_000_000_000 != 0)
            {
                Error(path, $"found {value}; allowed: whole seconds, since the attribute counts them");
            }
        }
    }

    /// <summary>A run without an end would never give its result.</summary>
    private void CheckEnd()
    {
        if (Sound("rekey", "duration") && _file.Duration is { } end && end <= _file.Rekey.First)
        {
            Error("duration", $"found {end}; allowed: later than the first rekey (rekey.first, {_file.Rekey.First})");
        }

        if (Sound("lkh", "evict", "recovery", "duration")
            && _file is { Lkh: not null, Evict.After.MissingInARow: > 0, Recovery.After: not null, Duration: null })
        {
            Error(
                "lkh",
                "evicted members come back, each time by a rekey that others may miss, and the run need not end;"
                + " allowed with evict and recovery: a scenario with a duration");
        }

        CheckSpan("rekey.interval", "rekey.count", _file.Rekey.Interval, _file.Rekey.Count);
        RetransmitSection retransmit = _file.Retransmit;
        if (retransmit.Count != RepeatCount.Unlimited)
        {
            CheckSpan("retransmit.interval", "retransmit.count", retransmit.Interval, retransmit.Count.Value);
        }

        if (Sound("retransmit.count", "duration")
            && retransmit.Count == RepeatCount.Unlimited
            && _file.Duration is null)
        {
            Error(
                "retransmit.count",
                "found unlimited, and one member that stays silent would keep the run going for ever;"
                + " allowed: a number, or give duration");
        }
    }

    private void CheckSpan(string intervalPath, string countPath, SimDuration interval, int count)
    {
        if (Sound(intervalPath, countPath) && count > 0
            && interval.Nanoseconds > DurationText.Longest.Nanoseconds / count)
        {
            Error(
                intervalPath,
                $"found {interval} and {countPath} {count}; allowed: together at most {DurationText.Longest}");
        }
    }

    private void CheckNetwork(string path, NetworkSection network)
    {
        CheckLoss($"{path}.push.loss", network.Push.Loss);
        CheckLoss($"{path}.ack.loss", network.Ack.Loss);
    }

    private void CheckLoss(string path, LossSetting? loss)
    {
        if (loss?.GilbertElliott is not { } states || !Sound(path))
        {
            return;
        }

        string at = $"{path}.gilbert_elliott";
        if (states.BadLoss <= states.GoodLoss)
        {
            Error($"{at}.bad_loss", $"found {states.BadLoss}; allowed: more than good_loss ({states.GoodLoss})");
            return;
        }

        if (states.Loss < states.GoodLoss || states.Loss >= states.BadLoss)
        {
            Error(
                $"{at}.loss",
                $"found {states.Loss}; allowed: from good_loss ({states.GoodLoss})"
                + $" to below bad_loss ({states.BadLoss})");
            return;
        }

        double bad = (states.Loss.Value - states.GoodLoss.Value) / (states.BadLoss.Value - states.GoodLoss.Value);
        if (bad / (1 - bad) > states.MeanBurst)
        {
            Error(
                $"{at}.mean_burst",
                $"found {states.MeanBurst}; allowed: at least {bad / (1 - bad):0.###} slots"
                + $" for a loss of {states.Loss}");
        }
    }

    /// <summary>
    /// What the run itself asks of its options, as the last of all rules: limits of its tables, which depend on several
    /// keys at once. Its message names the option; the key is found from that.
    /// </summary>
    private void CheckAsRun()
    {
        if (_document.Problems.HasErrors)
        {
            return;
        }

        try
        {
            GroupOptionsCheck.Check(ScenarioOptions.Of(_file));
        }
        catch (ArgumentException exception)
        {
            string[] halves = exception.Message.TrimEnd('.').Split(" is ", 2);
            string key = KeyOf(halves[0]);
            string found = OptionPath().Replace(halves[^1], option => KeyOf(option.Value));
            _document.Problems.Error(
                _document.PositionOf(key), $"{(key.Length == 0 ? halves[0] : key)}: found {found}");
        }
    }

    private static string KeyOf(string option) => option.Split('.', '[')[0] switch
    {
        "KEK replacements" => "rekey.replace_kek",
        "EvictAfter" => "evict.after",
        "RecoverAfter" => "recovery",
        "TimelineBin" => "timeline_bin",
        "Members" => "group.size",
        "Profiles" => "group.profiles",
        "KeyServers" => "key_server",
        "Hierarchy" => option.StartsWith("Hierarchy.Removals", StringComparison.Ordinal)
            ? "lkh.remove"
            : $"lkh.{JsonNamingPolicy.SnakeCaseLower.ConvertName(option.Split('.')[1])}",
        _ when OptionPath().IsMatch(option) =>
            string.Join('.', option.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)),
        _ => "",
    };

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\.[A-Z][A-Za-z]+\b")]
    private static partial Regex OptionPath();

    private bool Sound(params ReadOnlySpan<string> paths)
    {
        foreach (string path in paths)
        {
            if (!_document.IsSound(path))
            {
                return false;
            }
        }

        return true;
    }

    private void Error(string path, string message) =>
        _document.Problems.Error(_document.PositionOf(path), $"{path}: {message}");

    private void Warn(string path, string message) =>
        _document.Problems.Warn(_document.PositionOf(path), $"{path}: {message}");

    private static string Percent(double fraction) => $"{fraction * 100:0.######}%";
}
