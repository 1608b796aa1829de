namespace PixelGpt.Data.Sources;

/// <summary>The sizes of the creatures of one data set: one side for all pictures, or each picture its own size.</summary>
internal sealed record CreatureSize
{
    /// <summary>All sizes besides the 20×20 pixels of <c>creatures</c>.</summary>
    public static readonly CreatureSize[] All = [new("16", 16, 16), new("24", 24, 24), new("32", 32, 32), new("16-32", 16, 32)];

    private CreatureSize(string name, int min, int max) => (Name, Min, Max) = (name, min, max);

    /// <summary>The name after <c>creatures:</c>.</summary>
    public string Name { get; }

    /// <summary>The smallest side in pixels.</summary>
    public int Min { get; }

    /// <summary>The greatest side in pixels.</summary>
    public int Max { get; }

    /// <summary>Whether each picture has its own size.</summary>
    public bool IsMixed => Min < Max;

    /// <summary>Returns the size with a name; null if there is none.</summary>
    public static CreatureSize? Find(string name) => Array.Find(All, size => size.Name == name);

    /// <summary>Returns the side of a square that a creature is drawn in: all sides in turn.</summary>
    public int SideOf(int number) => Min + (number % (Max - Min + 1));
}
