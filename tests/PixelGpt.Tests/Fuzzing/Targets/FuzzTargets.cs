namespace PixelGpt.Tests.Fuzzing.Targets;

/// <summary>All fuzzed readers. A new reader needs a class and an entry here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new Dictionary<string, Func<FuzzTarget>>
    {
        ["png"] = () => new PngTarget(),
        ["aseprite"] = () => new AsepriteTarget(),
        ["apng"] = () => new ApngTarget(),
        ["gif"] = () => new GifTarget(),
        ["bmp"] = () => new BmpTarget(),
        ["tga"] = () => new TgaTarget(),
        ["webp"] = () => new WebpTarget(),
        ["jpeg"] = () => new JpegTarget(),
        ["tiff"] = () => new TiffTarget(),
        ["safetensors"] = () => new SafeTensorsTarget(),
        ["safetensors-index"] = () => new ShardIndexTarget(),
        ["pth"] = () => new PthTarget(),
        ["npz"] = () => new NpzTarget(),
        ["colormap"] = () => new ColormapTarget(),
        ["palette.gpl"] = () => new PaletteTarget(".gpl", "GIMP Palette\nName: x\nColumns: 4\n#\n255 255 255\twhite\n  0   0   0 black one\n", "GIMP Palette\r\n1 2 3\r\n4 5 6"),
        ["palette.pal"] = () => new PaletteTarget(".pal", "JASC-PAL\r\n0100\r\n3\r\n255 255 255\r\n0 0 0\r\n1 2 3\r\n", "JASC-PAL\n0100\n1\n1 2 3 255"),
        ["palette.hex"] = () => new PaletteTarget(".hex", "ffffff\n000000\nff8000\n", "#102030\r\n#102030ff\r\n"),
        ["palette.txt"] = () => new PaletteTarget(".txt", "; paint.net Palette File\n;Colors: 2\nFF1a1c2c\nff5d275d\n", "1 2 3\n4 5 6\n", "#102030\n"),
        ["palette.act"] = BinaryPaletteTarget.Act,
        ["palette.raw"] = BinaryPaletteTarget.Raw,
        ["palette.ase"] = BinaryPaletteTarget.Swatches,
        ["palette.png"] = BinaryPaletteTarget.Picture,
        ["dataset-manifest"] = () => new DatasetManifestTarget(),
        ["atlas"] = () => new AtlasTarget(),
        ["sizes-text"] = () => new SizesTextTarget(),
        ["pixel-text"] = () => new PixelTextTarget(),
        ["config"] = () => new ConfigTarget(),
        ["ensemble"] = () => new EnsembleTarget(),
        ["recipe"] = () => new RecipeTarget(),
        ["training-record"] = () => new TrainingRecordTarget(),
        ["generation-config"] = () => new GenerationConfigTarget(),
        ["metrics"] = () => new MetricsTarget(),
        ["evaluation"] = () => new EvaluationTarget(),
        ["checkpoint"] = () => new CheckpointTarget(),
        ["judge-record"] = () => new JudgeRecordTarget(),
        ["hub-splits"] = () => new HubSplitsTarget(),
        ["hub-rows"] = () => new HubRowsTarget(),
        ["hub-parquet-files"] = () => new HubParquetFilesTarget(),
        ["hub-tree"] = () => new HubTreeTarget(),
        ["parquet"] = () => new ParquetTarget(),
    };
}
