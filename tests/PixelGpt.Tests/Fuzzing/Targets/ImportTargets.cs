using System.Text;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Import;
using PixelGpt.Tests.Fuzzing.Mutations;

namespace PixelGpt.Tests.Fuzzing.Targets;

internal sealed class PaletteTarget(string extension, params string[] seeds) : FileTarget("palette" + extension, "p" + extension, [.. seeds.Select(Encoding.UTF8.GetBytes)])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    protected override void Read(string path) => Assert.InRange(PaletteFile.Load(path).Count, 1, 1 << 16);
}

internal sealed class SizesTextTarget() : FileTarget("sizes-text", SizesText.FileName, [.. ((string[])["16 16\n24 18\n32 32\n", "8\t64\r\n 9  10 "]).Select(Encoding.UTF8.GetBytes)])
{
    public override byte[] Mutate(byte[] input, FuzzRandom random) => TextMutation.Apply(input, random);

    protected override void Read(string path) =>
        Assert.All(SizesText.Find(Path.GetDirectoryName(path)!)!, size => Assert.True(size is { Width: >= 8 and <= 64, Height: >= 8 and <= 64 }));
}

internal sealed class AtlasTarget() : FileTarget("atlas", "atlas.json", [.. Atlases.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Atlases =
    [
        """{"frames": {"hero 0.ase": {"frame": {"x": 0, "y": 0, "w": 16, "h": 16}, "rotated": false, "trimmed": false, "spriteSourceSize": {"x": 0, "y": 0, "w": 16, "h": 16}, "sourceSize": {"w": 16, "h": 16}, "duration": 100}}, "meta": {"image": "sheet.png", "frameTags": [{"name": "walk", "from": 0, "to": 0, "direction": "forward"}]}}""",
        """{"frames": [{"filename": "a/walk_01.png", "frame": {"x": 2, "y": 3, "w": 5, "h": 7}, "rotated": true, "spriteSourceSize": {"x": 1, "y": 2, "w": 5, "h": 7}, "sourceSize": {"w": 8, "h": 9}}], "meta": {"image": "C:\\x\\sheet.png"}}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["frames", "meta", "image", "frame", "x", "y", "w", "h", "rotated", "spriteSourceSize", "sourceSize", "frameTags", "name", "from", "to", "filename"]);

    protected override void Read(string path)
    {
        Atlas atlas = Atlas.Load(path);
        Assert.Equal(Path.GetDirectoryName(path), Path.GetDirectoryName(atlas.ImagePath));
        Assert.All(atlas.Frames, frame => Assert.True(frame.Offset.X >= 0 && frame.Offset.X + frame.Area.Width <= frame.Size.Width));
    }
}

internal sealed class DatasetManifestTarget() : FileTarget("dataset-manifest", DatasetManifest.FileName, [.. Manifests.Select(Encoding.UTF8.GetBytes)])
{
    private static readonly string[] Manifests =
    [
        """{"width": 20, "height": 20, "splits": {"train": 632, "dev": 80, "test": 80}}""",
        """{"mixed_sizes": true, "splits": {"train": 4, "dev": 2, "test": 1}}""",
        """{"width": 6, "height": 5, "splits": {"train": 1, "dev": 0, "test": 0}, "import": {"files": 3, "background": "#ffffff", "delta_e_mean": 0.25}}""",
    ];

    public override byte[] Mutate(byte[] input, FuzzRandom random) => JsonMutation.Apply(input, random, ["width", "height", "mixed_sizes", "splits", "train", "dev", "test"]);

    protected override void Read(string path)
    {
        DatasetManifest manifest = DatasetManifest.Find(Path.GetDirectoryName(path)!)!;
        Assert.True(manifest.Size is null or { Width: > 0, Height: > 0 });
        Assert.True(manifest.Splits is { Train: >= 0, Dev: >= 0, Test: >= 0 });
    }
}
