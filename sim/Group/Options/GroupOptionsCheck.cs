using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// What no run can carry out. A scenario file is checked before, with positions; this is the last guard, and the only
/// one for a program's own options. Messages name the option, what it is, and what is allowed.
/// </summary>
public static class GroupOptionsCheck
{
    // Far beyond any run, and far from the end of 64-bit nanoseconds: sums of a few of them cannot overflow.
    private static readonly SimDuration Longest = SimDuration.FromSeconds(1_000_000_000L);

    /// <summary>Throws for the first option, or pair of options, that cannot be carried out.</summary>
    /// <exception cref="ArgumentException">Says which, what it is and what is allowed.</exception>
    public static void Check(GroupOptions options)
    {
        Between(options.Members, 1, GroupOptions.MaximumMembers, nameof(options.Members));
        Between(options.Threads, 1, 1024, nameof(options.Threads));
        CheckProfiles(options);
        CheckServers(options);
        CheckTimes(options);
        CheckRepeats(options);
        CheckRegistration(options);
        CheckHierarchy(options);
        CheckLedgerWindow(options);
    }

    private static void CheckProfiles(GroupOptions options)
    {
        Between(options.Profiles.Count, 1, 255, nameof(options.Profiles));
        Require(options.Profiles.All(profile => profile.Share >= 0), "Profiles.Share", "negative", "0 to 1");
        Require(options.Profiles.Sum(profile => profile.Share) > 0, "Profiles.Share", "0 in all", "a share above 0");
        int names = options.Profiles.Select(profile => profile.Name).Distinct(StringComparer.Ordinal).Count();
        Require(names == options.Profiles.Count, "Profiles.Name", "given twice", "different names");
        var version = options.AddressFamily == AddressFamily.IPv4 ? IpVersion.IPv4 : IpVersion.IPv6;
        foreach (MemberProfile profile in options.Profiles)
        {
            Within(profile.Jitter, SimDuration.Zero, $"Profiles[{profile.Name}].Jitter");
            CheckOffline(profile.Offline, $"Profiles[{profile.Name}].Offline");
            NetworkOptions network = profile.Network ?? options.Network;
            Require(
                network.ToMembers.Fragmentation.Version == version && network.ToServer.Fragmentation.Version == version,
                "Network.Fragmentation",
                "of another IP version",
                $"that of the group, {version}");
        }
    }

    private static void CheckOffline(OfflinePattern offline, string name)
    {
        int forms = (offline.Share > 0 ? 1 : 0) + (offline.Schedule.Count > 0 ? 1 : 0)
            + (offline.Up is null && offline.Down is null ? 0 : 1);
        Require(forms <= 1, name, "given in several forms", "a share, a schedule, or up and down");
        Require(offline.Share is >= 0 and <= 1, $"{name}.Share", offline.Share, "0 to 1");
        Require(offline.Up is null == offline.Down is null, name, "up without down, or down without up", "both");
        Require(
            offline.Up is null || offline.Up.Value.MeanSeconds + offline.Down!.Value.MeanSeconds >= 0.001,
            name,
            "an alternation faster than 1 ms",
            "up and down that last longer");
        SimTime end = SimTime.Zero;
        foreach (OfflineWindow window in offline.Schedule)
        {
            Require(
                window.From >= end && window.Until > window.From,
                $"{name}.Schedule",
                $"{window.From} to {window.Until} after {end}",
                "windows in ascending order that do not overlap");
            end = window.Until;
        }
    }

    private static void CheckServers(GroupOptions options)
    {
        Between(options.KeyServers.Count, 1, 1024, nameof(options.KeyServers));
        foreach (KeyServerOptions server in options.KeyServers)
        {
            Between(server.Cores, 1, 1024, "KeyServers.Cores");
            Require(server.Share > 0, "KeyServers.Share", server.Share, "above 0");
        }
    }

    private static void CheckTimes(GroupOptions options)
    {
        SimDuration nanosecond = SimDuration.FromNanoseconds(1);
        Within(options.Rekey.First, SimDuration.Zero, "Rekey.First");
        Within(options.Rekey.Interval, nanosecond, "Rekey.Interval");
        Within(options.Retransmit.Interval, nanosecond, "Retransmit.Interval");
        Within(options.Missing.After, SimDuration.Zero, "Missing.After");
        Within(options.RecoverAfter ?? SimDuration.Zero, SimDuration.Zero, nameof(options.RecoverAfter));
        Within(options.Duration ?? SimDuration.Zero, SimDuration.Zero, nameof(options.Duration));
        Within(options.TimelineBin ?? nanosecond, nanosecond, nameof(options.TimelineBin));
        WholeSeconds(options.Tek.Lifetime, 1, uint.MaxValue, "Tek.Lifetime");
        WholeSeconds(options.Kek.Lifetime, 1, uint.MaxValue, "Kek.Lifetime");
        WholeSeconds(options.Tek.ActivationDelay, 0, ushort.MaxValue, "Tek.ActivationDelay");
        Require(options.Kek.KeyBits is 128 or 256, "Kek.KeyBits", options.Kek.KeyBits, "128 or 256");
        double end = options.Rekey.First.ToSeconds() + (options.Rekey.Interval.ToSeconds() * options.Rekey.Count);
        Require(end <= Longest.ToSeconds(), "Rekey.Count", $"{end} s after the start at its last", $"within {Longest}");
        foreach (int member in options.TracedMembers)
        {
            Between(member, 0, options.Members - 1, nameof(options.TracedMembers));
        }
    }

    private static void CheckRegistration(GroupOptions options)
    {
        RegistrationOptions registration = options.Registration;
        SimDuration nanosecond = SimDuration.FromNanoseconds(1);
        Within(registration.RepeatAfter, nanosecond, "Registration.RepeatAfter");
        Within(registration.HalfOpenTimeout, nanosecond, "Registration.HalfOpenTimeout");
        Between(registration.Repeats, 0, RegistrationPacket.MaximumAttempt - 1, "Registration.Repeats");
        Between(registration.HalfOpenLimit, 1, int.MaxValue, "Registration.HalfOpenLimit");
        Require(
            registration.RepeatFactor is >= 1 and <= 10,
            "Registration.RepeatFactor",
            registration.RepeatFactor,
            "from 1 to 10");
        const int mostLeaves = ushort.MaxValue - 1;
        Require(
            registration.Mode == RegistrationMode.PreRegistered
                || !options.Acknowledgement.UsesLeafKey()
                || options.Members <= mostLeaves,
            "Members",
            options.Members,
            $"at most {mostLeaves} where members register for an LKH type: an LKH ID has 16 bits (RFC 6407 5.6.3.1)");
        double longest = registration.RepeatAfter.ToSeconds();
        for (int i = 0; i < registration.Repeats && longest <= Longest.ToSeconds(); i++)
        {
            longest *= registration.RepeatFactor;
        }

        Require(
            longest <= Longest.ToSeconds(),
            "Registration.Repeats",
            registration.Repeats,
            $"so few that no wait for a reply is longer than {Longest}");
        Require(
            registration.Mode == RegistrationMode.PreRegistered || options.Duration is not null,
            "Registration.Mode",
            registration.Mode,
            "PreRegistered unless there is a Duration");
    }

    private static void CheckHierarchy(GroupOptions options)
    {
        if (options.Hierarchy is not { } hierarchy)
        {
            return;
        }

        Between(hierarchy.Degree, KeyTreeShape.MinimumDegree, KeyTreeShape.MaximumDegree, "Hierarchy.Degree");
        int most = LkhKeyServer.LargestCapacity(hierarchy.Degree);
        Require(
            options.Members >= 2 && options.Members <= most,
            "Members",
            options.Members,
            $"2 to {most} in a hierarchy of degree {hierarchy.Degree}: an LKH ID has 16 bits (RFC 6407 5.6.3.1)");
        Require(
            options.Duration is not null || options.EvictAfter == 0 || options.RecoverAfter is null,
            "Hierarchy.Interval",
            "without a duration, though evicted members come back",
            "a Duration: each eviction and return is a rekey that others may miss");
        Within(hierarchy.Interval, SimDuration.FromNanoseconds(1), "Hierarchy.Interval");
        Between(hierarchy.LargestMessage, 1, GroupkeyPush.MaximumLength, "Hierarchy.LargestMessage");
        var keys = new GroupKeys(options with { Hierarchy = null }, new RandomStreams(options.Seed));
        int longest = KeyHierarchy.LongestArray(hierarchy, options.Members, options.Kek.KeyBits);
        int least = longest;
        while (keys.RoomForUpdate(keys.Current, least) < longest)
        {
            least++;
        }

        Require(
            hierarchy.LargestMessage >= least,
            "Hierarchy.LargestMessage",
            hierarchy.LargestMessage,
            $"at least {least}: the longest update array has {longest} octets, and goes into one message");
        HashSet<int> removed = [];
        foreach (Removal removal in hierarchy.Removals)
        {
            Within(removal.At, SimDuration.Zero, "Hierarchy.Removals");
            foreach (int member in removal.Members)
            {
                Require(
                    member >= 0 && member < options.Members,
                    "Hierarchy.Removals",
                    $"member {member + 1}",
                    $"1 to {options.Members}");
                Require(removed.Add(member), "Hierarchy.Removals", $"member {member + 1} twice", "each member once");
            }
        }

        Require(removed.Count < options.Members, "Hierarchy.Removals", "the whole group", "all members but one");
    }

    private static void CheckRepeats(GroupOptions options)
    {
        bool unlimited = options.Retransmit.Count == int.MaxValue;
        Require(
            unlimited || options.Retransmit.Count is >= 0 and <= NetworkDrawIndex.MaximumAttempt,
            "Retransmit.Count",
            options.Retransmit.Count,
            $"0 to {NetworkDrawIndex.MaximumAttempt}, or unlimited");
        Require(
            !unlimited || options.Duration is not null,
            "Retransmit.Count",
            "unlimited without a duration",
            "a Duration: one silent member would keep the run going for ever");
        Between(options.Rekey.Count, 0, ArrivalEvent.MaximumTransmission, "Rekey.Count");
        double repeats = unlimited
            ? Math.Min(
                NetworkDrawIndex.MaximumAttempt,
                options.Duration!.Value.ToSeconds() / options.Retransmit.Interval.ToSeconds())
            : options.Retransmit.Count;
        double transmissions = options.KeyServers.Count * options.Rekey.Count * (1 + repeats);
        if (options.Rekey.Interval > SimDuration.Zero && options.Rekey.Count > 1)
        {
            // The next rekey ends the repeats of the one before.
            double inTime = 1 + (options.Rekey.Interval.ToSeconds() / options.Retransmit.Interval.ToSeconds());
            transmissions = Math.Min(
                transmissions, options.KeyServers.Count * ((options.Rekey.Count * inTime) + repeats));
        }

        Require(
            transmissions <= ArrivalEvent.MaximumTransmission,
            "Retransmit.Count",
            $"up to {transmissions:0} transmissions in all",
            $"{ArrivalEvent.MaximumTransmission} transmissions");
    }

    // The ledger keeps 64 rekeys, so a rekey must be decided before 62 more have begun, and evictions need their
    // history.
    private static void CheckLedgerWindow(GroupOptions options)
    {
        double open = 2 + Math.Ceiling(options.Missing.After.ToSeconds() / options.Rekey.Interval.ToSeconds());
        Require(
            options.Rekey.Count <= 1 || open < AckLedger.Window,
            "Rekey.Interval",
            options.Rekey.Interval,
            $"Missing.After / {AckLedger.Window - 3} or more: the ledger keeps {AckLedger.Window} rekeys");
        if (options.Hierarchy is { } hierarchy)
        {
            // Messages of an update come between the rekeys of the schedule.
            double updates = 2 + Math.Ceiling(options.Missing.After.ToSeconds() / hierarchy.Interval.ToSeconds());
            Require(
                open + updates < AckLedger.Window,
                "Hierarchy.Interval",
                hierarchy.Interval,
                $"so long that fewer than {AckLedger.Window} rekeys are open within Missing.After");
            open += updates;
        }

        Between(
            options.EvictAfter,
            0,
            AckLedger.Window - (int)Math.Min(AckLedger.Window, open),
            nameof(options.EvictAfter));
        Between(options.Rekey.ReplaceKekEvery, 0, int.MaxValue, "Rekey.ReplaceKekEvery");
        if (options.Rekey.ReplaceKekEvery == 0)
        {
            return;
        }

        Between(
            options.Rekey.Count / options.Rekey.ReplaceKekEvery,
            0,
            MemberTable.MaximumKekGeneration,
            "KEK replacements");
        double kept = options.Rekey.ReplaceKekEvery * options.Rekey.Interval.ToSeconds();
        Require(
            options.Rekey.Count <= 2 * options.Rekey.ReplaceKekEvery || kept >= options.Missing.After.ToSeconds(),
            "Rekey.ReplaceKekEvery",
            $"a new KEK every {kept} s",
            $"at least Missing.After, {options.Missing.After}: members keep one replaced KEK");
    }

    private static void Between(int value, int least, int most, string name) =>
        Require(value >= least && value <= most, name, value, $"{least} to {most}");

    private static void Within(SimDuration value, SimDuration least, string name) =>
        Require(value >= least && value <= Longest, name, value, $"{least} to {Longest}");

    private static void WholeSeconds(SimDuration value, long least, long most, string name)
    {
        long seconds = value.Nanoseconds / SimDuration.FromSeconds(1L).Nanoseconds;
        Require(
            SimDuration.FromSeconds(seconds) == value && seconds >= least && seconds <= most,
            name,
            value,
            $"{least} to {most} whole seconds");
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}; allowed: {allowed}.");
        }
    }
}
