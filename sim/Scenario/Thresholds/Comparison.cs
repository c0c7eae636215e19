namespace GdoiSim.Scenario;

/// <summary>How a threshold compares a value with its bound.</summary>
public enum Comparison
{
    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&lt;</c></summary>
    Below,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&gt;</c></summary>
    Above,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    Unequal,
}
