using System.Collections.Immutable;
using PixelGpt.Evaluation.Features.Layers;
using PixelGpt.Formats.Onnx;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Resizing;
using PixelGpt.IO;
using PixelGpt.Numerics;

namespace PixelGpt.Evaluation.Features.ResNet;

/// <summary>
/// ResNet-18, trained on ImageNet, from the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18: 512 features per picture,
/// with which pictures can be compared without the weights of Inception v3. It is computed with the kernels of this library; no
/// other part of the package is needed. Instances can be used by several threads.
/// </summary>
public sealed class ResNet18 : IFeatureExtractor
{
    /// <summary>The name of the NuGet package that contains the network.</summary>
    public const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";

    /// <summary>The folder of the network's files beside a program that refers to the package.</summary>
    public const string FolderName = "DnnImageModels";

    private const int MaxFileBytes = 1 << 28;

    private readonly ResNet18Network _network;

    /// <summary>The mean picture, [224, 224, 3], channels in the order blue, green, red.</summary>
    private readonly float[] _mean;

    private ResNet18(ResNet18Network network, float[] mean, string checksum, string? file)
    {
        (_network, _mean, WeightsPath) = (network, mean, file);
        Name = $"ResNet-18 of {Package}, weights {checksum[..8]}, 512 features of 224×224 pixels, enlarged by repeating pixels";
    }

    /// <summary>The full name of the network, its weights and its resizing. It is stored with every result.</summary>
    public string Name { get; }

    /// <summary>The number of features per picture: 512.</summary>
    public int Width => ResNet18Network.Features;

    /// <summary>The path of the network's file; null if it was read from a stream.</summary>
    public string? WeightsPath { get; }

    /// <summary>The number of floating-point operations per picture; a multiply-add counts as two.</summary>
    public double Operations => _network.Operations;

    /// <summary>Loads the network from the folder <see cref="FolderName"/> beside the program.</summary>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">The files are missing or damaged.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public static ResNet18 Load() => Load(Path.Combine(AppContext.BaseDirectory, FolderName));

    /// <summary>Loads the network from a folder.</summary>
    /// <param name="folder">A folder with <c>ResNet18Onnx/ResNet18.onnx</c> and <c>ResNetPrepOnnx/ResNetPreprocess.onnx</c>, such as <c>tools/DnnImageModels</c> of the package.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InputException">The files are missing or damaged.</exception>
    /// <exception cref="FailureException">A file cannot be read.</exception>
    public static ResNet18 Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (string network, string preprocessing) = (NetworkFile(folder), Path.Combine(folder, "ResNetPrepOnnx", "ResNetPreprocess.onnx"));
        foreach (string path in (string[])[network, preprocessing])
        {
            if (!File.Exists(path)) throw new InputException($"{path}: no such file; it is part of the tool pixelgpt and of the package {Package} (in your own program: dotnet add package {Package})");
        }

        return Create(InputFile.ReadAllBytes(network, MaxFileBytes, "a network"), network, InputFile.ReadAllBytes(preprocessing, MaxFileBytes, "a mean picture"), preprocessing, network);
    }

    /// <summary>Loads the network from streams, such as embedded resources.</summary>
    /// <param name="network">The content of <c>ResNet18.onnx</c>.</param>
    /// <param name="preprocessing">The content of <c>ResNetPreprocess.onnx</c>.</param>
    /// <returns>The network. The streams are not closed.</returns>
    /// <exception cref="InputException">The content is damaged or that of another network.</exception>
    /// <exception cref="FailureException">A stream cannot be read.</exception>
    public static ResNet18 Load(Stream network, Stream preprocessing)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(preprocessing);
        const string networkName = "the network", preprocessingName = "the preprocessing";
        return Create(WholeStream.ReadAll(network, MaxFileBytes, networkName).ToArray(), networkName, WholeStream.ReadAll(preprocessing, MaxFileBytes, preprocessingName).ToArray(), preprocessingName, null);
    }

    /// <summary>Computes the features of pictures. Alpha is ignored.</summary>
    /// <param name="pictures">Pictures of any size.</param>
    /// <param name="threads">Number of threads to use; results do not depend on it.</param>
    /// <param name="progress">Receives the number of completed pictures; may be null.</param>
    /// <param name="cancellationToken">Cancellation token; checked once per picture.</param>
    /// <returns>The features in the order of the pictures, [pictures][512].</returns>
    public float[][] Extract(IReadOnlyList<PixelImage> pictures, int threads, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        return FeatureExtraction.Run(pictures, Width, threads, _network.CreateBuffers, Compute, progress, cancellationToken);

        void Compute(PixelImage picture, NetworkBuffers buffers, WorkerPool? pool, float[] features)
        {
            Prepare(picture, buffers.Picture);
            _network.Forward(buffers, pool, features);
        }
    }

    /// <summary>Returns the path of the network's file in a folder.</summary>
    internal static string NetworkFile(string folder) => Path.Combine(folder, "ResNet18Onnx", "ResNet18.onnx");

    /// <summary>Resizes a picture, reverses the order of its channels and subtracts the mean picture.</summary>
    /// <param name="picture">A picture of any size.</param>
    /// <param name="input">Receives the input, [224, 224, 3].</param>
    internal void Prepare(PixelImage picture, Span<float> input)
    {
        byte[] resized = Resize(picture);
        for (int i = 0; i < resized.Length; i += 3)
        {
            for (int channel = 0; channel < 3; channel++) input[i + channel] = resized[i + 2 - channel] - _mean[i + channel];
        }
    }

    /// <summary>
    /// Returns the colours of a picture of 224×224 pixels. Pictures that fit are enlarged by repeating pixels, because smooth transitions,
    /// which pixel art does not have, would make all pictures similar to the network; larger ones are reduced as Pillow does.
    /// </summary>
    /// <param name="picture">A picture of any size.</param>
    /// <returns>The colours, [224, 224, 3].</returns>
    internal static byte[] Resize(PixelImage picture)
    {
        (int width, int height) = (ResNet18Network.Input.Width, ResNet18Network.Input.Height);
        return picture.Width <= width && picture.Height <= height
            ? RgbBytes.Of(new NearestFilter().Resize(picture, width, height))
            : PillowBilinear.Resize(RgbBytes.Of(picture), picture.Width, picture.Height, 3, width, height);
    }

    private static ResNet18 Create(byte[] network, string networkName, byte[] preprocessing, string preprocessingName, string? file)
    {
        ResNet18Network layers = InputException.Within(networkName, () => new ResNet18Network(OnnxGraph.Read(network)));
        float[] mean = InputException.Within(preprocessingName, () => ReadMean(OnnxGraph.Read(preprocessing)));
        return new ResNet18(layers, mean, InputFile.Sha256(network.AsSpan()), file);
    }

    /// <summary>Reads the mean picture, [1, 3, 224, 224] in the order blue, green, red, in channels-last order.</summary>
    private static float[] ReadMean(OnnxGraph graph)
    {
        (int height, int width) = (ResNet18Network.Input.Height, ResNet18Network.Input.Width);
        ImmutableArray<int> expected = [1, 3, height, width];
        if (graph.Tensors.Values.FirstOrDefault(tensor => tensor.Shape.SequenceEqual(expected)) is not { } image) throw ResNet18Graph.Different($"the mean picture of {height}×{width} pixels is missing");
        float[] planes = image.FiniteFloats(), mean = new float[planes.Length];
        for (int i = 0; i < planes.Length; i++) mean[(i % (height * width) * 3) + (i / (height * width))] = planes[i];
        return mean;
    }
}
