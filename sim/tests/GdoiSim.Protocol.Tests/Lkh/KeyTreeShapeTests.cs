using GdoiSim.Protocol.Lkh;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

public class KeyTreeShapeTests
{
    /// <summary>RFC 6407 section 5.6.3.1: an ID for every node of the tree, and 65,536 IDs (target V25).</summary>
    [Theory]
    [InlineData(2, 32_768)]
    [InlineData(4, 49_152)]
    [InlineData(16, 61_440)]
    public void The_largest_group_that_16_bit_IDs_can_name(int degree, int leaves)
    {
        Assert.Equal(leaves, LkhKeyServer.LargestCapacity(degree));
        Assert.True(leaves + CountInnerNodes(degree, leaves) <= 65_536);
        Assert.True(leaves + 1 + CountInnerNodes(degree, leaves + 1) > 65_536);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(16)]
    public void The_largest_tree_is_made_and_one_leaf_more_is_refused_with_the_limit(int degree)
    {
        int largest = LkhKeyServer.LargestCapacity(degree);
        Assert.Equal(LkhLimit.None, LkhKeyServer.CheckCapacity(degree, largest));
        Assert.Equal(LkhLimit.LkhId, LkhKeyServer.CheckCapacity(degree, largest + 1));
        Assert.True(new LkhKeyServer(degree, largest, 128, (_, _, _) => { }).Shape.Nodes <= 65_536);
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(
            () => new LkhKeyServer(degree, largest + 1, 128, (_, _, _) => { }));
        Assert.Contains("LKH ID has 2 octets", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"at most {largest} members", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Every node but the root is the child of exactly one inner node, and leaves differ by one level.
    /// </summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(2, 100)]
    [InlineData(3, 27)]
    [InlineData(3, 28)]
    [InlineData(5, 6)]
    [InlineData(16, 2)]
    [InlineData(16, 300)]
    public void Nodes_form_one_tree(int degree, int leaves)
    {
        var shape = new KeyTreeShape(degree, leaves);
        int[] parents = [.. Enumerable.Repeat(-1, shape.Nodes)];
        for (int node = 0; node < shape.InnerNodes; node++)
        {
            Assert.False(shape.IsLeaf(node));
            Assert.InRange(shape.Children(node), 1, degree);
            for (int child = shape.FirstChild(node); child < shape.FirstChild(node) + shape.Children(node); child++)
            {
                Assert.Equal(-1, parents[child]);
                parents[child] = node;
                Assert.Equal(node, shape.Parent(child));
            }
        }

        Assert.Equal(0, parents.Count(parent => parent < 0) - 1);
        int[] depths = [.. Enumerable.Range(shape.InnerNodes, leaves).Select(shape.DepthOf)];
        Assert.InRange(depths.Max() - depths.Min(), 0, 1);
        Assert.Equal(depths.Max(), shape.Depth);
    }

    [Fact]
    public void Degrees_and_sizes_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyTreeShape(1, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyTreeShape(17, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyTreeShape(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyTreeShape(2, (1 << 24) + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LkhKeyServer(2, 8, 192, (_, _, _) => { }));
    }

    // Joins leaves to parents level by level, as one would on paper.
    private static int CountInnerNodes(int degree, int leaves)
    {
        int inner = 0;
        for (int trees = leaves; trees > 1; inner++)
        {
            trees -= Math.Min(degree, trees) - 1;
        }

        return inner;
    }
}
