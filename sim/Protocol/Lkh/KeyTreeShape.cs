namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// A complete tree of a given degree with a given number of leaves (RFC 2627 section 5.4). Nodes are numbered level by
/// level from the root, 0: the children of node i are degree·i + 1 to degree·i + degree. Inner nodes come before
/// leaves, so a leaf's number is at least <see cref="InnerNodes"/>. Leaves are on one level, or on two that follow each
/// other.
/// </summary>
public readonly record struct KeyTreeShape
{
    /// <summary>The smallest degree.</summary>
    public const int MinimumDegree = 2;

    /// <summary>The largest degree.</summary>
    public const int MaximumDegree = 16;

    /// <summary>The most leaves that this project counts with: 2^24.</summary>
    public const int MaximumLeaves = 1 << 24;

    /// <param name="degree">Children of an inner node, 2 to 16.</param>
    /// <param name="leaves">Number of leaves, 2 to 2^24.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
    public KeyTreeShape(int degree, int leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, MinimumDegree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, MaximumDegree);
        ArgumentOutOfRangeException.ThrowIfLessThan(leaves, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leaves, MaximumLeaves);
        Degree = degree;
        Leaves = leaves;
        InnerNodes = (leaves - 1 + degree - 2) / (degree - 1);
    }

    /// <summary>Children of an inner node; the last inner node may have fewer.</summary>
    public int Degree { get; }

    /// <summary>Number of leaves: the largest number of members.</summary>
    public int Leaves { get; }

    /// <summary>Number of nodes that are no leaves, the root included.</summary>
    public int InnerNodes { get; }

    /// <summary>Number of all nodes.</summary>
    public int Nodes => InnerNodes + Leaves;

    /// <summary>Edges from the root to the deepest leaf: a member there holds one key more.</summary>
    public int Depth => DepthOf(Nodes - 1);

    /// <summary>The most leaves of a tree of that degree with at most so many nodes.</summary>
    /// <param name="degree">2 to 16.</param>
    /// <param name="nodes">For a tree with 16-bit LKH IDs 65,536.</param>
    public static int LargestLeaves(int degree, int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, MinimumDegree);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degree, MaximumDegree);
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 3);

        // In a complete tree every node but the root is a child of one of the first (nodes − 1) / degree, rounded up.
        return nodes - ((nodes - 1 + degree - 1) / degree);
    }

    /// <summary>Whether a node is a leaf.</summary>
    public bool IsLeaf(int node) => node >= InnerNodes;

    /// <summary>The parent of a node other than the root.</summary>
    public int Parent(int node) => (node - 1) / Degree;

    /// <summary>The first child of an inner node.</summary>
    public int FirstChild(int node) => (node * Degree) + 1;

    /// <summary>Number of children of an inner node.</summary>
    public int Children(int node) => Math.Min(Degree, Nodes - FirstChild(node));

    /// <summary>Edges from the root to a node.</summary>
    public int DepthOf(int node)
    {
        int depth = 0;
        for (; node > 0; node = Parent(node))
        {
            depth++;
        }

        return depth;
    }
}
