using GdoiSim.Protocol.Lkh;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>What a rekey costs, against figures of the literature.</summary>
public class KeyTreeCostTests
{
    /// <summary>RFC 2627 table 1 (target V15): keys stored, messages of one key and of several keys.</summary>
    [Theory]
    [InlineData(8, 2, 4, 5, 3)]
    [InlineData(9, 3, 3, 5, 4)]
    [InlineData(16, 2, 5, 7, 4)]
    [InlineData(2048, 2, 12, 21, 11)]
    [InlineData(2187, 3, 8, 20, 14)]
    [InlineData(131_072, 2, 18, 33, 17)]
    [InlineData(177_147, 3, 12, 32, 22)]
    public void Removing_one_member_costs_what_RFC_2627_says(
        int users, int degree, int keysStored, int singleKeyMessages, int multiKeyMessages)
    {
        KeyTree tree = FullTree(degree, users);
        int leaf = tree.Shape.InnerNodes + (users / 3);
        Assert.Equal(keysStored, tree.Shape.DepthOf(leaf) + 1);
        tree.Remove(leaf);
        KeyTreeRekey rekey = tree.Rekey(JoinerDelivery.ByDownload);
        Assert.Equal(singleKeyMessages, rekey.Encryptions.Count);
        Assert.Equal(multiKeyMessages, rekey.MultiKeyMessages);
        Assert.Equal(keysStored - 1, rekey.Replaced.Count);
    }

    [Fact]
    public void One_removal_from_a_binary_tree_of_n_costs_at_most_2_log2_n_minus_1()
    {
        for (int depth = 1; depth <= 12; depth++)
        {
            KeyTree tree = FullTree(2, 1 << depth);
            for (int round = 0; round < 20 && tree.MemberCount > 1; round++)
            {
                int leaf = Enumerable.Range(tree.Shape.InnerNodes, tree.Shape.Leaves).First(tree.IsMember);
                tree.Remove(leaf);
                int cost = tree.Rekey(JoinerDelivery.ByDownload).Encryptions.Count;
                Assert.InRange(cost, 1, (2 * depth) - 1);
                Assert.True(round > 0 || cost == (2 * depth) - 1, $"depth {depth}: {cost}");
            }
        }
    }

    /// <summary>Leavers replaced in place, joiners reached through the tree (target V16).</summary>
    [Theory]
    [InlineData(4096, 2, 1, 24.0, 3)]
    [InlineData(4096, 2, 64, 788.161, 500)]
    [InlineData(4096, 2, 1024, 5131.12, 100)]
    [InlineData(4096, 4, 1, 24.0, 3)]
    [InlineData(4096, 4, 64, 724.906, 500)]
    [InlineData(4096, 4, 1024, 4154.47, 100)]
    [InlineData(4096, 8, 1, 32.0, 3)]
    [InlineData(4096, 8, 64, 883.835, 500)]
    [InlineData(4096, 8, 1024, 4270.87, 100)]
    [InlineData(4096, 16, 1, 48.0, 3)]
    [InlineData(4096, 16, 64, 1181.82, 500)]
    [InlineData(4096, 16, 1024, 4327.35, 100)]
    [InlineData(65_536, 4, 1, 32.0, 3)]
    [InlineData(65_536, 4, 64, 1230.77, 200)]
    [InlineData(65_536, 4, 16_384, 66_480.5, 10)]
    public void A_batch_of_replacements_costs_what_the_literature_says(
        int members, int degree, int leavers, double expected, int replications)
    {
        KeyTree tree = FullTree(degree, members);
        Assert.InRange(MeanCost(tree, leavers, replications, replace: true), 0.99 * expected, 1.01 * expected);
    }

    /// <summary>Leaves only: keys under empty children are not sent, nodes with one child stay (target V17).</summary>
    [Theory]
    [InlineData(4096, 2, 1, 23.0, 3)]
    [InlineData(4096, 2, 64, 723.668, 500)]
    [InlineData(4096, 2, 1024, 3975.22, 100)]
    [InlineData(4096, 4, 1, 23.0, 3)]
    [InlineData(4096, 4, 64, 660.906, 500)]
    [InlineData(4096, 4, 1024, 3126.49, 100)]
    [InlineData(4096, 16, 1, 47.0, 3)]
    [InlineData(4096, 16, 64, 1117.82, 500)]
    [InlineData(4096, 16, 1024, 3303.35, 100)]
    [InlineData(65_536, 4, 1, 31.0, 3)]
    [InlineData(65_536, 4, 64, 1166.77, 200)]
    [InlineData(65_536, 4, 16_384, 50_032.5, 10)]
    public void A_batch_of_leaves_costs_what_the_literature_says(
        int members, int degree, int leavers, double expected, int replications)
    {
        KeyTree tree = FullTree(degree, members);
        Assert.InRange(MeanCost(tree, leavers, replications, replace: false), 0.99 * expected, 1.01 * expected);
    }

    [Fact]
    public void A_single_join_costs_a_key_a_level_and_a_group_that_forms_costs_none()
    {
        var tree = new KeyTree(new(2, 64));
        for (int i = 0; i < 63; i++)
        {
            Assert.True(tree.TryAssign(out _));
        }

        Assert.Empty(tree.Rekey(JoinerDelivery.ByDownload).Encryptions);
        Assert.True(tree.TryAssign(out int leaf));
        KeyTreeRekey rekey = tree.Rekey(JoinerDelivery.ByDownload);
        Assert.Equal(6, rekey.Encryptions.Count);
        Assert.All(rekey.Encryptions, encryption => Assert.Equal(encryption.Node, encryption.Under));
        Assert.Equal(6, tree.Shape.DepthOf(leaf));
        Assert.False(tree.TryAssign(out _));
    }

    [Fact]
    public void Nothing_changes_nothing()
    {
        KeyTree tree = FullTree(3, 27);
        Assert.False(tree.HasChanges);
        KeyTreeRekey rekey = tree.Rekey(JoinerDelivery.ByUpdate);
        Assert.Empty(rekey.Replaced);
        Assert.Empty(rekey.Encryptions);
        Assert.Throws<ArgumentException>(() => tree.Remove(0));
        Assert.Throws<ArgumentException>(() => tree.Remove(tree.Shape.Nodes));
    }

    private static double MeanCost(KeyTree tree, int leavers, int replications, bool replace)
    {
        var choice = new LeafChoice(tree.Shape);
        long total = 0;
        for (int replication = 0; replication < replications; replication++)
        {
            foreach (int leaf in choice.Next(leavers))
            {
                tree.Remove(leaf);
            }

            if (!replace)
            {
                total += tree.Rekey(JoinerDelivery.ByDownload).Encryptions.Count;
            }

            for (int i = 0; i < leavers; i++)
            {
                Assert.True(tree.TryAssign(out _));
            }

            int cost = tree.Rekey(JoinerDelivery.ByUpdate).Encryptions.Count;
            total += replace ? cost : 0;
        }

        return (double)total / replications;
    }

    private static KeyTree FullTree(int degree, int members)
    {
        var tree = new KeyTree(new(degree, members));
        for (int i = 0; i < members; i++)
        {
            Assert.True(tree.TryAssign(out _));
        }

        tree.Rekey(JoinerDelivery.ByDownload);
        return tree;
    }

    /// <summary>Distinct leaves, uniformly: the first of a shuffled list, the same in every run.</summary>
    private sealed class LeafChoice(KeyTreeShape shape)
    {
        private readonly int[] _leaves = [.. Enumerable.Range(shape.InnerNodes, shape.Leaves)];
        private ulong _state = 20_260_801;

        public IEnumerable<int> Next(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int other = i + (int)(NextNumber() % (ulong)(_leaves.Length - i));
                (_leaves[i], _leaves[other]) = (_leaves[other], _leaves[i]);
            }

            return _leaves.Take(count);
        }

        // splitmix64 (Steele, Lea and Flood 2014).
        private ulong NextNumber()
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
