using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Group.Tests;

/// <summary>What members and key server say to messages that somebody has tampered with, replayed or made up.</summary>
public class HostileCaseTests
{
    /// <summary>Acknowledgements, and the key server's word on each.</summary>
    private static readonly (string Case, DiscardReason Expected, Func<DiscardReason> Received)[] Acknowledgements =
    [
        ("genuine", DiscardReason.None, () => Kek().Let(group => group.Receive(group.Acknowledge(1)))),
        ("replayed", DiscardReason.Duplicate, () => Kek().Let(group =>
        {
            byte[] acknowledgement = group.Acknowledge(1);
            group.Receive(acknowledgement);
            return group.Receive(acknowledgement);
        })),
        ("of another group", DiscardReason.SpiUnknown, () =>
            Kek().Receive(new HostileGroup(KekAckRequested.KekSha256, seed: 8).Acknowledge(1))),
        ("with the keys of another group under our cookies", DiscardReason.HashMismatch, () => Kek().Let(group =>
            group.Receive(new HostileGroup(KekAckRequested.KekSha256, seed: 8).Acknowledge(
                1, cookies: group.Messages[0].RekeySa.Cookies)))),

        // RFC 8263 section 7.1: under the KEK types every member has the key of all others.
        ("by A in the name of B, KEK type", DiscardReason.None, () => Kek().Let(group =>
            group.Receive(group.Acknowledge(1, by: HostileGroup.A, name: HostileGroup.B)))),
        ("by A in the name of B, LKH type", DiscardReason.HashMismatch, () => Lkh().Let(group =>
            group.Receive(group.Acknowledge(1, by: HostileGroup.A, name: HostileGroup.B)))),
        ("of B's own after a forgery of it, LKH type", DiscardReason.None, () => Lkh().Let(group =>
        {
            group.Receive(group.Acknowledge(1, by: HostileGroup.A, name: HostileGroup.B));
            return group.Receive(group.Acknowledge(1, by: HostileGroup.B));
        })),
        ("truncated", DiscardReason.Truncated, () => Kek().Let(group => group.Receive(group.Acknowledge(1)[..^1]))),
        ("truncated, with a Length that says so", DiscardReason.PayloadPastEnd, () => Kek().Let(group =>
            group.Receive(With(group.Acknowledge(1)[..^1], 27, 83)))),
        ("with a header Length of 65,535", DiscardReason.Truncated, () => Kek().Let(group =>
            group.Receive(With(With(group.Acknowledge(1), 26, 0xFF), 27, 0xFF)))),
        ("with a payload length of 65,535", DiscardReason.PayloadPastEnd, () => Kek().Let(group =>
            group.Receive(With(With(group.Acknowledge(1), 30, 0xFF), 31, 0xFF)))),
        ("followed by more octets", DiscardReason.TrailingOctets, () => Kek().Let(group =>
            group.Receive([.. group.Acknowledge(1), 0]))),
        ("with a wrong cookie", DiscardReason.SpiUnknown, () => Kek().Let(group =>
            group.Receive(Flip(group.Acknowledge(1), 0)))),
        ("with the cookies of the next KEK", DiscardReason.HashMismatch, () => Kek().Let(group =>
            group.Receive(group.Acknowledge(1, cookies: group.Messages[2].RekeySa.Cookies)))),
        ("with a wrong SEQ that was sent", DiscardReason.HashMismatch, () => Kek().Let(group =>
            group.Receive(With(group.Acknowledge(1), 71, 2)))),
        ("with a SEQ that was never sent", DiscardReason.SequenceUnknown, () => Kek().Let(group =>
            group.Receive(group.Acknowledge(1, sequence: 99)))),
        ("with a wrong HASH", DiscardReason.HashMismatch, () => Kek().Let(group =>
            group.Receive(Flip(group.Acknowledge(1), 32)))),
        ("of another prf than the one asked for", DiscardReason.HashLength, () =>
            new HostileGroup(KekAckRequested.KekSha256).Let(group => group.Receive(
                new HostileGroup(KekAckRequested.KekSha512).Acknowledge(1)))),
        ("from nobody of the group", DiscardReason.NotMember, () => Kek().Let(group =>
            group.Receive(group.Acknowledge(1, name: 5_000)))),
        ("from an evicted member", DiscardReason.NotMember, () => Kek().Let(group =>
        {
            group.Ledger.Remove(HostileGroup.A);
            return group.Receive(group.Acknowledge(1));
        })),
        ("when the policy asks for none", DiscardReason.NotRequested, () =>
            new HostileGroup(KekAckRequested.KekSha256, policy: KekAckRequested.None).Let(group =>
                group.Receive(group.Acknowledge(1)))),

        // RFC 8263 section 4: who deletes a KEK still waits for the acknowledgements under it.
        ("under a deleted KEK, while it is kept", DiscardReason.None, () => Deleted().Let(group =>
            group.Receive(group.Acknowledge(2), atSeconds: 9))),
        ("under a deleted KEK, after that", DiscardReason.SpiUnknown, () => Deleted().Let(group =>
            group.Receive(group.Acknowledge(2), atSeconds: 11))),
    ];

    /// <summary>PUSHes, and a member's word on each.</summary>
    private static readonly (string Case, DiscardReason Expected, Func<DiscardReason> Received)[] Pushes =
    [
        ("genuine", DiscardReason.None, () => Kek().Let(group => Push(group, group.Push(1)))),
        ("replayed", DiscardReason.Replay, () => Kek().Let(group =>
        {
            Push(group, group.Push(1));
            return Push(group, group.Push(1));
        })),
        ("older than the last one taken", DiscardReason.Replay, () => Kek().Let(group =>
        {
            group.ReceivePush(group.Push(2), group.Messages[1].RekeySa);
            return Push(group, group.Push(1));
        })),
        ("under a KEK that the member does not have yet", DiscardReason.SpiUnknown, () => Kek().Let(group =>
            group.ReceivePush(group.Push(3), group.Messages[2].RekeySa).Reason)),
        ("of another group under our cookies", DiscardReason.Undecryptable, () => Kek().Let(group =>
        {
            byte[] other = new HostileGroup(KekAckRequested.KekSha256, seed: 8).Push(1);
            return Push(group, [.. group.Push(1)[..16], .. other[16..]]);
        })),
        ("truncated", DiscardReason.Truncated, () => Kek().Let(group => Push(group, group.Push(1)[..^16]))),
        ("followed by more octets", DiscardReason.TrailingOctets, () => Kek().Let(group =>
            Push(group, [.. group.Push(1), 0]))),
        ("with the E flag clear", DiscardReason.Flags, () => Kek().Let(group =>
            Push(group, With(group.Push(1), 19, 0)))),
        ("with a signature changed by one bit", DiscardReason.SignatureMismatch, () => Kek().Let(ChangeSignature)),
    ];

    public static TheoryData<string> AcknowledgementCases() => [.. Acknowledgements.Select(row => row.Case)];

    public static TheoryData<string> PushCases() => [.. Pushes.Select(row => row.Case)];

    [Theory]
    [MemberData(nameof(AcknowledgementCases))]
    public void The_key_server_says_of_an_acknowledgement(string name)
    {
        (_, DiscardReason expected, Func<DiscardReason> received) = Acknowledgements.Single(row => row.Case == name);
        Assert.Equal(expected, received());
    }

    [Theory]
    [MemberData(nameof(PushCases))]
    public void A_member_says_of_a_PUSH(string name)
    {
        (_, DiscardReason expected, Func<DiscardReason> received) = Pushes.Single(row => row.Case == name);
        Assert.Equal(expected, received());
    }

    /// <summary>The trap of RFC 8263 section 7.2, and the way out that some members take.</summary>
    [Fact]
    public void A_replayed_PUSH_is_answered_only_by_who_answers_duplicates()
    {
        HostileGroup group = Kek();
        RekeyMessage message = group.Messages[1];
        Assert.True(group.ReceivePush(group.Push(2), message.RekeySa).Acknowledges);
        Assert.False(group.ReceivePush(group.Push(2), message.RekeySa).Acknowledges);
        Assert.True(group.ReceivePush(group.Push(2), message.RekeySa, DuplicateReaction.Reacknowledge).Acknowledges);
    }

    private static HostileGroup Kek() => new(KekAckRequested.KekSha256);

    private static HostileGroup Lkh() => new(KekAckRequested.LkhSha256);

    /// <summary>The first KEK was deleted, and is kept until 10 s.</summary>
    private static HostileGroup Deleted()
    {
        HostileGroup group = Kek();
        group.Messages[1].RekeySa.KeptUntil = new SimTime(10_000_000_000);
        return group;
    }

    private static DiscardReason Push(HostileGroup group, byte[] datagram) =>
        group.ReceivePush(datagram, group.Messages[0].RekeySa).Reason;

    private static byte[] With(byte[] octets, int place, byte value)
    {
        byte[] changed = [.. octets];
        changed[place] = value;
        return changed;
    }

    private static byte[] Flip(byte[] octets, int place) => With(octets, place, (byte)(octets[place] ^ 1));

    // A bit of the last cipher block but one flips the same bit of the last block, where SIG ends, and spoils itself.
    private static DiscardReason ChangeSignature(HostileGroup group)
    {
        byte[] octets = group.Push(1);
        return Push(group, Flip(octets, octets.Length - 48));
    }
}

/// <summary>Puts a group at the head of what is done with it.</summary>
internal static class HostileGroupExtensions
{
    public static DiscardReason Let(this HostileGroup group, Func<HostileGroup, DiscardReason> action) => action(group);
}
