"""Writes small seeded models beside itself, and what torch computes with them to models.txt.

Made with Debian's python3-torch 1.13 and python3-onnx: /usr/bin/python3 models.py
Each line of models.txt: name, then the outputs for two rows whose value i is sin(i).
"""

import pathlib

import torch
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).parent


class Mlp(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 12), nn.Tanh(), nn.Linear(12, 3))


class Lenet5(nn.Sequential):
    """LeNet-5-Caffe's shape with narrower layers."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 6, 5), nn.MaxPool2d(2), nn.Conv2d(6, 12, 5), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(192, 40), nn.ReLU(), nn.Linear(40, 10))


class BasicBlock(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.short = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(channels, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + self.short(x))


class Resnet20(nn.Sequential):
    """The 20 layers of He et al. for CIFAR-10, with 4, 8 and 16 channels for 16, 32 and 64."""

    def __init__(self):
        widths = [4, 8, 16]
        layers = [nn.Conv2d(3, 4, 3, 1, 1, bias=False), nn.BatchNorm2d(4), nn.ReLU()]
        channels = 4
        for stage, width in enumerate(widths):
            for block in range(3):
                layers.append(BasicBlock(channels, width, 2 if stage > 0 and block == 0 else 1))
                channels = width
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


class Inverted(nn.Module):
    def __init__(self, channels, width, stride, expansion):
        super().__init__()
        hidden = channels * expansion
        self.residual = stride == 1 and channels == width
        self.body = nn.Sequential(
            nn.Conv2d(channels, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
            nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden),
            nn.ReLU6(), nn.Conv2d(hidden, width, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


class Mobilenet2(nn.Module):
    """MobileNetV2's blocks (Sandler et al. 2018), fewer and narrower."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU6(),
            Inverted(8, 6, 1, 1), Inverted(6, 8, 2, 4), Inverted(8, 8, 1, 4), Inverted(8, 12, 2, 4),
            Inverted(12, 12, 1, 4), nn.Conv2d(12, 32, 1, bias=False), nn.BatchNorm2d(32), nn.ReLU6())
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(32, 10))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class Transformer(nn.Module):
    """Two encoder layers over 9 steps of 5 numbers; the mean over time is classified."""

    def __init__(self, batch_first=True):
        super().__init__()
        self.embed = nn.Linear(5, 16)
        self.position = nn.Parameter(torch.randn(1, 9, 16) * 0.1)
        layer = nn.TransformerEncoderLayer(16, 4, 32, 0.1, "gelu", batch_first=batch_first)
        self.encoder = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        return self.head(self.encoder(self.embed(x) + self.position).mean(1))


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        n, t, d = x.shape
        q, k, v = self.qkv(x).reshape(n, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        a = torch.softmax(q @ k.transpose(-2, -1) * (d // self.heads) ** -0.5, -1)
        return self.out((a @ v).transpose(1, 2).reshape(n, t, d))


class Vit(nn.Module):
    """A vision transformer: patches, a class token, pre-normalised blocks, attention from MatMul and Softmax."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(1, 16, 7, 7)
        self.token = nn.Parameter(torch.randn(1, 1, 16) * 0.1)
        self.position = nn.Parameter(torch.randn(1, 17, 16) * 0.1)
        self.norms = nn.ModuleList(nn.LayerNorm(16) for _ in range(5))
        self.attention = nn.ModuleList(Attention(16, 4) for _ in range(2))
        self.mlp = nn.ModuleList(
            nn.Sequential(nn.Linear(16, 32), nn.GELU(), nn.Linear(32, 16)) for _ in range(2))
        self.head = nn.Linear(16, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.position
        for i in range(2):
            x = x + self.attention[i](self.norms[2 * i](x))
            x = x + self.mlp[i](self.norms[2 * i + 1](x))
        return self.head(self.norms[4](x)[:, 0])


class Recurrent(nn.Module):
    def __init__(self, kind, bidirectional, last):
        super().__init__()
        self.last = last
        self.body = kind(5, 12, batch_first=True, bidirectional=bidirectional)
        self.head = nn.Linear(24 if bidirectional else 12, 4)

    def forward(self, x):
        y, h = self.body(x)
        if self.last == "output":
            return self.head(y[:, -1])
        if self.last == "mean":
            return self.head(y.mean(1))
        h = h[0] if isinstance(h, tuple) else h
        return self.head(h[-1])


class Tokens(nn.Module):
    """An embedding of 20 words; the mean over 6 positions is classified."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(20, 8)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        return self.head(torch.relu(self.table(x)).mean(1))


class Decoder(nn.Module):
    """Down and up again: instance normalisation, transposed convolution, resizing, padding, hard activations."""

    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 8, 3, 2)
        self.norm = nn.InstanceNorm2d(8, affine=True)
        self.mid = nn.Conv2d(8, 8, 3, padding=1)
        self.up = nn.ConvTranspose2d(8, 6, 2, 2)
        self.last = nn.Conv2d(6, 2, 3, padding=1)

    def forward(self, x):
        x = F.hardswish(self.norm(self.down(F.pad(x, (1, 1, 1, 1)))))
        a, b = torch.split(self.mid(x), [4, 4], 1)
        x = torch.cat([F.hardsigmoid(a), F.softplus(b)], 1)
        x = F.interpolate(self.up(x), scale_factor=2, mode="nearest")
        x = F.interpolate(self.last(x), size=(6, 6), mode="bilinear", align_corners=False)
        return x[:, :, 1:5, 2:6].pow(2).sum([2, 3]).add(1e-3).sqrt()


class Activations(nn.Sequential):
    """Those that are made of others when they are read."""

    def __init__(self):
        super().__init__(
            nn.Conv2d(1, 4, 3), nn.PReLU(4), nn.Conv2d(4, 4, 1), nn.ELU(0.7), nn.Conv2d(4, 4, 1), nn.SELU(),
            nn.Conv2d(4, 8, 1), nn.CELU(1.3), nn.PixelShuffle(2), nn.Conv2d(2, 4, 3), nn.AdaptiveMaxPool2d(1),
            nn.Flatten(), nn.Linear(4, 3), nn.LogSoftmax(1))


class Waves(nn.Module):
    """Causal convolutions along time, dilated and depthwise; the largest and the least value over time are read."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(3, 6, 3)
        self.depthwise = nn.Conv1d(6, 6, 3, dilation=2, padding=4, groups=6)
        self.norm = nn.BatchNorm1d(6)
        self.last = nn.Conv1d(6, 8, 1)
        self.head = nn.Linear(16, 3)

    def forward(self, x):
        x = torch.relu(self.first(F.pad(x, (2, 0))))
        x = torch.relu(self.norm(self.depthwise(x)[:, :, :-4]))
        x = self.last(F.avg_pool1d(F.max_pool1d(x, 2), 3, 1, 1))
        return self.head(torch.cat([x.amax(2), x.amin(2)], 1))


class Squeeze(nn.Module):
    """Squeeze and excitation as many write it, and layer normalisation over the channels of images."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 8, 3, 2)
        self.weight = nn.Parameter(torch.rand(8) + 0.5)
        self.down = nn.Linear(8, 4)
        self.up = nn.Linear(4, 8)
        self.last = nn.Conv2d(8, 6, 1)
        self.group = nn.GroupNorm(1, 6)
        self.head = nn.Linear(6, 3)

    def forward(self, x):
        x = self.stem(x)
        mean = x.mean(1, keepdim=True)
        x = (x - mean) / torch.sqrt((x - mean).pow(2).mean(1, keepdim=True) + 1e-6) * self.weight[:, None, None]
        n, c, _, _ = x.size()
        y = F.adaptive_avg_pool2d(x, 1).view(n, c)
        y = torch.sigmoid(self.up(F.silu(self.down(y)))).view(n, c, 1, 1)
        x = torch.relu(self.group(self.last(x * y.expand_as(x))))
        return self.head(x.mean([2, 3]))


class Queries(nn.Module):
    """Four heads of queries for two of keys and values, behind a root mean square for normalisation."""

    def __init__(self, kept):
        super().__init__()
        self.kept = kept
        self.embed = nn.Linear(5, 8)
        self.weight = nn.Parameter(torch.rand(8) + 0.5)
        self.q = nn.Linear(8, 8)
        self.k = nn.Linear(8, 2 * kept)
        self.v = nn.Linear(8, 2 * kept)
        self.out = nn.Linear(8, 8)
        self.head = nn.Linear(8, 3)

    def heads(self, x):
        n, t, _ = x.shape
        x = x.view(n, t, self.kept, 2).transpose(1, 2)
        if self.kept == 1:
            return x
        return x[:, :, None].expand(n, self.kept, 4 // self.kept, t, 2).reshape(n, 4, t, 2)

    def forward(self, x):
        x = self.embed(x)
        z = x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight
        n, t, _ = z.shape
        q = self.q(z).view(n, t, 4, 2).transpose(1, 2)
        k, v = self.heads(self.k(z)), self.heads(self.v(z))
        y = torch.softmax(q @ k.transpose(-2, -1) * 2 ** -0.5, -1) @ v
        x = x + self.out(y.transpose(1, 2).reshape(n, t, 8))
        return self.head(x.mean(1))


class Stack(nn.Module):
    """Two layers in both directions; the last states of the second are read."""

    def __init__(self):
        super().__init__()
        self.body = nn.LSTM(4, 6, 2, batch_first=True, bidirectional=True)
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        _, (h, _) = self.body(x)
        return self.head(torch.cat([h[-2], h[-1]], 1))


def wake(model):
    """Statistics and scales that are not those of a fresh model; an encoder's layers start as copies of one."""
    for name, parameter in model.named_parameters():
        if "encoder" in name:
            nn.init.normal_(parameter, 0, 0.2)
    for module in model.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.InstanceNorm2d, nn.LayerNorm)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
    return model.eval()


MODELS = {
    "mlp": (Mlp, (8,), [11, 17]),
    "lenet5": (Lenet5, (1, 28, 28), [13]),
    "resnet20": (Resnet20, (3, 32, 32), [13]),
    "mobilenet2": (Mobilenet2, (3, 32, 32), [13]),
    "transformer": (Transformer, (9, 5), [13, 17]),
    "vit": (Vit, (1, 28, 28), [16, 17]),
    "lstm": (lambda: Recurrent(nn.LSTM, False, "output"), (7, 5), [11, 14]),
    "bilstm": (lambda: Recurrent(nn.LSTM, True, "mean"), (7, 5), [14]),
    "gru": (lambda: Recurrent(nn.GRU, False, "state"), (7, 5), [14]),
    "tokens": (Tokens, (6,), [13]),
    "decoder": (Decoder, (1, 12, 12), [14]),
    "activations": (Activations, (1, 8, 8), [12]),
    "waves": (Waves, (3, 12), [11]),
    "squeeze": (Squeeze, (1, 9, 9), [13]),
    "grouped": (lambda: Queries(2), (6, 5), [14]),
    "shared": (lambda: Queries(1), (6, 5), [15]),
    "stack": (Stack, (5, 4), [13]),
}

if __name__ == "__main__":
    lines = []
    for name, (make, shape, opsets) in MODELS.items():
        torch.manual_seed(42)
        model = wake(make())
        count = 2 * torch.Size(shape).numel()
        x = torch.sin(torch.arange(count, dtype=torch.float32)).reshape(2, *shape)
        if name == "tokens":
            x = torch.arange(count).remainder(20).reshape(2, *shape)
        for opset in opsets:
            torch.onnx.export(
                model, x, str(HERE / f"{name}-{opset}.onnx"), opset_version=opset, input_names=["x"],
                output_names=["y"], dynamic_axes={"x": {0: "rows"}, "y": {0: "rows"}})
        values = " ".join(f"{v:.7g}" for v in model(x).flatten().tolist())
        lines.append(f"{name} {values}\n")
    (HERE / "models.txt").write_text("".join(lines))
