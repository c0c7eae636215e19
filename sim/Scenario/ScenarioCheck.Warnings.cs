using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Scenario;

/// <summary>What a scenario may do, but should know that it does.</summary>
internal sealed partial class ScenarioCheck
{
    private void WarnOfStandardLimits()
    {
        WarnOfJitter("group.jitter", _file.Group.Jitter);
        for (int i = 0; i < _file.Group.Profiles.Count; i++)
        {
            WarnOfJitter($"group.profiles[{i}].jitter", _file.Group.Profiles[i].Jitter);
        }

        if (Sound("missing.after") && _file.Missing.After < StandardLimits.ShortestMissing)
        {
            Warn(
                "missing.after",
                $"{_file.Missing.After} is under {StandardLimits.ShortestMissing}, the time that a key server should"
                + " wait at least (RFC 8263 section 6)");
        }
    }

    private void WarnOfJitter(string path, SimDuration? jitter)
    {
        if (Sound(path) && jitter > StandardLimits.LongestJitter)
        {
            Warn(
                path,
                $"{jitter} is over {StandardLimits.LongestJitter}, the longest delay that members may add to an"
                + " acknowledgement (RFC 8263 section 6)");
        }
    }

    private void WarnOfHierarchy(LkhSection hierarchy)
    {
        if (_file.Rekey.ReplaceKek.Every > 0)
        {
            Warn("rekey.replace_kek", "has no effect with lkh: the KEK is the root's key, which removals replace");
        }

        RetransmitSection retransmit = _file.Retransmit;
        if (retransmit.Count.Value > 0 && hierarchy.Interval <= retransmit.Interval)
        {
            Warn(
                "lkh.interval",
                $"{hierarchy.Interval} is not over retransmit.interval ({retransmit.Interval}): no message of an update"
                + " is repeated, and who misses it is locked out");
        }

        for (int i = 0; i < hierarchy.Remove.Count; i++)
        {
            if (_file.Duration is { } end && hierarchy.Remove[i].At >= end)
            {
                Warn($"lkh.remove[{i}].at", $"{hierarchy.Remove[i].At} is not before the run's end (duration, {end})");
            }
        }
    }

    private void WarnOfNoEffect()
    {
        GroupSection group = _file.Group;
        if (!Sound("group", "missing", "rekey", "retransmit", "tek", "evict"))
        {
            return;
        }

        if (group.Acknowledgement == KekAckRequested.None && _file.Evict.After.MissingInARow > 0)
        {
            Warn("evict.after", "has no effect, since group.acknowledgement is none");
        }

        if (_file.Lkh is { } hierarchy && Sound("lkh"))
        {
            WarnOfHierarchy(hierarchy);
        }

        RekeySection rekey = _file.Rekey;
        if (rekey.Count > 1 && rekey.Interval > _file.Tek.Lifetime)
        {
            Warn(
                "rekey.interval",
                $"{rekey.Interval} is longer than tek.lifetime ({_file.Tek.Lifetime}): between rekeys nobody holds a"
                + " valid TEK");
        }

        SimDuration longest = group.Profiles
            .Select(profile => profile.Jitter ?? group.Jitter)
            .Append(group.Jitter)
            .Max();
        if (group.Acknowledgement != KekAckRequested.None && _file.Missing.After <= longest)
        {
            Warn(
                "missing.after",
                $"{_file.Missing.After} does not exceed the jitter ({longest}): healthy members will be declared"
                + " missing");
        }
    }

    /// <summary>Checks that every distribution stays within what the clock of a run can hold.</summary>
    private void CheckDistributions()
    {
        GroupSection group = _file.Group;
        CheckDistribution("group.processing_time", group.ProcessingTime);
        CheckOfflineTimes("group.offline", group.Offline);
        CheckLatency("network", _file.Network);
        for (int i = 0; i < group.Profiles.Count; i++)
        {
            string path = $"group.profiles[{i}]";
            CheckDistribution($"{path}.processing_time", group.Profiles[i].ProcessingTime);
            CheckOfflineTimes($"{path}.offline", group.Profiles[i].Offline);
            CheckLatency($"{path}.network", group.Profiles[i].Network);
        }

        ServiceTimeSection service = _file.KeyServer.ServiceTime;
        CheckDistribution("key_server.service_time.accepted", service.Accepted);
        CheckDistribution("key_server.service_time.duplicate", service.Duplicate);
        CheckDistribution("key_server.service_time.rejected", service.Rejected);
        CheckDistribution("key_server.service_time.push_build", service.PushBuild);
        CheckDistribution("key_server.service_time.push_send", service.PushSend);
    }

    private void CheckOfflineTimes(string path, OfflineSetting? offline)
    {
        CheckDistribution($"{path}.up", offline?.Up, DurationText.Longest);
        CheckDistribution($"{path}.down", offline?.Down, DurationText.Longest);
    }

    private void CheckLatency(string path, NetworkSection network)
    {
        CheckDistribution($"{path}.push.latency.base", network.Push.Latency?.Base);
        CheckDistribution($"{path}.push.latency.variation", network.Push.Latency?.Variation);
        CheckDistribution($"{path}.ack.latency.base", network.Ack.Latency?.Base);
        CheckDistribution($"{path}.ack.latency.variation", network.Ack.Latency?.Variation);
    }

    private void CheckDistribution(string path, DistributionSetting? setting) =>
        CheckDistribution(path, setting, DistributionSetting.Longest);

    private void CheckDistribution(string path, DistributionSetting? setting, SimDuration longest)
    {
        if (setting is null || !Sound(path))
        {
            return;
        }

        if (setting.Uniform is { } ends && ends[0] > ends[1])
        {
            Error($"{path}.uniform", $"found {ends[0]} before {ends[1]}; allowed: the smaller one first");
            return;
        }

        SimDuration largest = setting.LargestValue();
        if (largest > longest)
        {
            string reach = largest == SimDuration.MaxValue ? "292 years" : $"{(long)largest.ToSeconds()}s";
            Error(path, $"can reach {reach}; allowed: at most {longest}");
        }
    }
}
