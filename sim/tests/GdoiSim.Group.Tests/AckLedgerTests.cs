namespace GdoiSim.Group.Tests;

public class AckLedgerTests
{
    [Fact]
    public void A_pair_goes_from_unacknowledged_to_acknowledged()
    {
        var ledger = new AckLedger(firstMember: 100, members: 3);
        Assert.Equal(3, ledger.BeginRekey(1));
        Assert.Equal(LedgerState.Unacknowledged, ledger.Find(1, 101));
        ledger.Record(1, 101);
        Assert.Equal(LedgerState.Acknowledged, ledger.Find(1, 101));
        Assert.Equal(LedgerState.Unacknowledged, ledger.Find(1, 100));
        Assert.Equal(2, ledger.Outstanding(1));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(103)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Who_is_not_in_the_range_is_no_member(int member)
    {
        var ledger = new AckLedger(firstMember: 100, members: 3);
        ledger.BeginRekey(1);
        Assert.Equal(LedgerState.NotMember, ledger.Find(1, member));
    }

    [Fact]
    public void Rekeys_begin_in_order()
    {
        var ledger = new AckLedger(0, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.BeginRekey(2));
        ledger.BeginRekey(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.BeginRekey(1));
    }

    [Fact]
    public void The_unacknowledged_come_in_ascending_order()
    {
        var ledger = new AckLedger(10, 5);
        ledger.BeginRekey(1);
        ledger.Record(1, 12);
        List<int> silent = [];
        ledger.CollectUnacknowledged(1, silent);
        Assert.Equal([10, 11, 13, 14], silent);
    }

    [Fact]
    public void Misses_count_back_to_the_last_acknowledgement()
    {
        var ledger = new AckLedger(0, 1);
        Miss(ledger, 1);
        Miss(ledger, 2);
        Assert.Equal(2, ledger.ConsecutiveMisses(2, 0));
        ledger.BeginRekey(3);
        ledger.Record(3, 0);
        Assert.Equal(0, ledger.ConsecutiveMisses(3, 0));
        Miss(ledger, 4);
        Assert.Equal(1, ledger.ConsecutiveMisses(4, 0));
    }

    [Fact]
    public void A_late_acknowledgement_breaks_the_row()
    {
        var ledger = new AckLedger(0, 1);
        Miss(ledger, 1);
        Miss(ledger, 2);
        Miss(ledger, 3);
        ledger.Record(2, 0);
        Assert.Equal(1, ledger.ConsecutiveMisses(3, 0));
    }

    [Fact]
    public void Misses_are_counted_over_the_edge_of_the_window()
    {
        var ledger = new AckLedger(0, 1);
        for (int rekey = 1; rekey <= 200; rekey++)
        {
            Miss(ledger, rekey);
            Assert.Equal(Math.Min(rekey, AckLedger.Window), ledger.ConsecutiveMisses(rekey, 0));
        }

        ledger.Record(150, 0);
        Assert.Equal(50, ledger.ConsecutiveMisses(200, 0));
        Assert.Equal(40, ledger.ConsecutiveMisses(190, 0));
        Assert.False(ledger.Keeps(200 - AckLedger.Window));
        Assert.True(ledger.Keeps(201 - AckLedger.Window));
    }

    [Fact]
    public void A_removed_member_is_none_until_it_is_admitted_and_then_expected_from_the_next_rekey()
    {
        var ledger = new AckLedger(0, 2);
        ledger.BeginRekey(1);
        ledger.Record(1, 0);
        Miss(ledger, 2);
        Assert.Equal(2, ledger.Outstanding(2));
        ledger.Remove(0);
        Assert.Equal(1, ledger.Outstanding(2));
        Assert.Equal(LedgerState.NotMember, ledger.Find(2, 0));
        Assert.Equal(1, ledger.BeginRekey(3));
        ledger.Admit(0);
        Assert.Equal(LedgerState.NotExpected, ledger.Find(3, 0));
        Assert.Equal(2, ledger.BeginRekey(4));
        Assert.Equal(LedgerState.Unacknowledged, ledger.Find(4, 0));
        Assert.False(ledger.HasEverAcknowledged(0));
        Assert.Equal(1, ledger.ConsecutiveMisses(4, 0));
    }

    [Fact]
    public void Admitting_a_member_that_was_never_removed_changes_nothing()
    {
        var ledger = new AckLedger(0, 1);
        ledger.BeginRekey(1);
        ledger.Record(1, 0);
        ledger.Admit(0);
        Assert.Equal(LedgerState.Acknowledged, ledger.Find(1, 0));
        Assert.True(ledger.HasEverAcknowledged(0));
    }

    [Fact]
    public void What_was_acknowledged_is_remembered_after_its_rekey_is_forgotten()
    {
        var ledger = new AckLedger(0, 130);
        ledger.BeginRekey(1);
        ledger.Record(1, 129);
        ledger.Remove(3);
        for (int rekey = 2; rekey <= 2 * AckLedger.Window; rekey++)
        {
            Miss(ledger, rekey);
        }

        Assert.True(ledger.HasEverAcknowledged(129));
        Assert.False(ledger.HasEverAcknowledged(128));
        Assert.False(ledger.HasEverAcknowledged(3));
    }

    [Fact]
    public void A_second_acknowledgement_changes_nothing()
    {
        var ledger = new AckLedger(0, 70);
        ledger.BeginRekey(1);
        Assert.True(ledger.Record(1, 69));
        Assert.False(ledger.Record(1, 69));
        Assert.False(ledger.Record(1, 70));
        Assert.Equal(69, ledger.Outstanding(1));
    }

    /// <summary>
    /// Against a record kept by the meaning of the words: for each member the set of rekeys that it acknowledged and
    /// the first that it is expected to.
    /// </summary>
    [Fact]
    public void Any_history_reads_as_a_plain_record_of_it_does()
    {
        const int first = 1000, members = 67;
        uint seed = (uint)Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random((int)seed);
        var ledger = new AckLedger(first, members);
        var acknowledged = new HashSet<int>[members];
        int?[] expectedFrom = new int?[members];
        for (int i = 0; i < members; i++)
        {
            (acknowledged[i], expectedFrom[i]) = ([], 1);
        }

        for (int rekey = 1; rekey <= 150; rekey++)
        {
            Assert.Equal(expectedFrom.Count(from => from <= rekey), ledger.BeginRekey(rekey));
            for (int step = 0; step < 60; step++)
            {
                int member = random.Next(members);
                int about = random.Next(Math.Max(1, rekey - AckLedger.Window + 1), rekey + 1);
                switch (random.Next(20))
                {
                    case 0:
                        ledger.Remove(first + member);
                        expectedFrom[member] = null;
                        break;
                    case 1:
                        ledger.Admit(first + member);
                        acknowledged[member] = expectedFrom[member] is null ? [] : acknowledged[member];
                        expectedFrom[member] ??= rekey + 1;
                        break;
                    default:
                        bool isNew = expectedFrom[member] <= about && acknowledged[member].Add(about);
                        Assert.Equal(isNew, ledger.Record(about, first + member));
                        break;
                }
            }

            for (int i = 0; i < members; i++)
            {
                AssertReadsAs(ledger, rekey, first + i, acknowledged[i], expectedFrom[i]);
            }
        }
    }

    private static void AssertReadsAs(
        AckLedger ledger, int latest, int member, HashSet<int> acknowledged, int? expectedFrom)
    {
        int misses = 0;
        while (ledger.Keeps(latest - misses) && expectedFrom <= latest - misses
            && !acknowledged.Contains(latest - misses))
        {
            misses++;
        }

        Assert.Equal(misses, ledger.ConsecutiveMisses(latest, member));
        Assert.Equal(expectedFrom is null, ledger.IsRemoved(member));
        if (expectedFrom is not null)
        {
            Assert.Equal(acknowledged.Count > 0, ledger.HasEverAcknowledged(member));
        }

        for (int rekey = Math.Max(1, latest - AckLedger.Window + 1); rekey <= latest; rekey++)
        {
            LedgerState due = expectedFrom is null ? LedgerState.NotMember
                : expectedFrom > rekey ? LedgerState.NotExpected
                : acknowledged.Contains(rekey) ? LedgerState.Acknowledged
                : LedgerState.Unacknowledged;
            Assert.Equal(due, ledger.Find(rekey, member));
        }
    }

    private static void Miss(AckLedger ledger, int rekey) => ledger.BeginRekey(rekey);
}
