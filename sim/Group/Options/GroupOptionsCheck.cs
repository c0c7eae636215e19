using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Contradictions that only a program can write: a scenario file is checked before, with positions. Messages name the
/// option, what it is, and what is allowed.
/// </summary>
internal static class GroupOptionsCheck
{
    internal static void Check(GroupOptions options)
    {
        Between(options.Members, 1, GroupOptions.MaximumMembers, nameof(options.Members));
        Between(options.Profiles.Count, 1, 255, nameof(options.Profiles));
        Between(options.KeyServers.Count, 1, 1024, nameof(options.KeyServers));
        Between(options.EvictAfter, 0, AckLedger.Window - 1, nameof(options.EvictAfter));
        Between(options.Threads, 1, 1024, nameof(options.Threads));
        Between(options.Rekey.Count, 0, Event.MaxIndex, "Rekey.Count");
        Between(options.Rekey.ReplaceKekEvery, 0, int.MaxValue, "Rekey.ReplaceKekEvery");
        Require(options.Kek.KeyBits is 128 or 256, "Kek.KeyBits", options.Kek.KeyBits, "128 or 256");
        Require(options.Rekey.Interval > SimDuration.Zero, "Rekey.Interval", options.Rekey.Interval, "more than 0");
        Require(options.Retransmit.Count >= 0, "Retransmit.Count", options.Retransmit.Count, "0 or more");
        Require(
            options.Retransmit.Interval > SimDuration.Zero,
            "Retransmit.Interval",
            options.Retransmit.Interval,
            "more than 0");
        double share = options.Profiles.Sum(profile => profile.Share);
        Require(share > 0 && options.Profiles.All(profile => profile.Share >= 0), "Profiles", share, "shares above 0");
        Require(
            options.KeyServers.All(server => server.Share > 0), "KeyServers", "a share of 0", "shares above 0");
        foreach (KeyServerOptions server in options.KeyServers)
        {
            Between(server.Cores, 1, 1024, "KeyServers.Cores");
        }

        foreach (OfflinePattern offline in options.Profiles.Select(profile => profile.Offline))
        {
            Require(offline.Share is >= 0 and <= 1, "Offline.Share", offline.Share, "0 to 1");
            Require(offline.Up is null == offline.Down is null, "Offline", "up without down", "both or neither");
        }

        int kekReplacements = options.Rekey.ReplaceKekEvery == 0 ? 0 : options.Rekey.Count / options.Rekey.ReplaceKekEvery;
        Between(kekReplacements, 0, MemberTable.MaximumKekGeneration, "number of KEK replacements");
        Between(options.Retransmit.Count, 0, int.MaxValue, "Retransmit.Count");
    }

    private static void Between(int value, int least, int most, string name) =>
        Require(value >= least && value <= most, name, value, $"{least} to {most}");

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"{name} is {value}; allowed: {allowed}.");
        }
    }
}
