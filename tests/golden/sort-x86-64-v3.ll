declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
declare i32 @llvm.vector.reduce.or.v8i32(<8 x i32>)
declare i32 @llvm.vector.reduce.and.v8i32(<8 x i32>)
declare i64 @llvm.cttz.i64(i64, i1)
declare i64 @llvm.ctlz.i64(i64, i1)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 3, align 16
  %v2 = alloca i64, i64 6, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  store i64 0, ptr %v3, align 8
  %v4 = load ptr, ptr %bufs, align 8
  %v5 = getelementptr inbounds i64, ptr %v1, i64 1
  store ptr %v4, ptr %v5, align 8
  %v6 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v7, ptr %v8, align 8
  store ptr %ctx, ptr %v2, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 1
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %v10, ptr %v11, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 2
  %v13 = load ptr, ptr %v12, align 8
  %v14 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v13, ptr %v14, align 8
  %v15 = load i64, ptr %v3, align 8
  %v16 = icmp eq i64 %v15, 0
  br i1 %v16, label %b17, label %b18
b17:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686018427387904)
  br label %b18
b18:
  %v19 = load i64, ptr %v3, align 8
  %v20 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v21 = load i64, ptr %v20, align 8
  %v22 = icmp eq i64 %v19, 0
  %v23 = select i1 %v22, i64 %v21, i64 %v19
  ret i64 %v23
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v14 = alloca ptr, i64 1, align 8
  %v15 = alloca i8, i64 1024, align 64
  %v28 = alloca ptr, i64 1, align 8
  %v29 = alloca i8, i64 1024, align 64
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v2 = load i64, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %handed, i64 1
  %v4 = load ptr, ptr %v3, align 8
  %v5 = mul nsw i64 %v2, 4
  %v6 = call i64 @llvm.smin.i64(i64 %v5, i64 1)
  %v7 = call i64 @llvm.smin.i64(i64 4, i64 %v6)
  %v8 = mul nsw i64 %v7, 100
  %v9 = getelementptr inbounds i64, ptr %handed, i64 2
  %v10 = load ptr, ptr %v9, align 8
  %v11 = getelementptr inbounds i64, ptr %handed, i64 1
  %v12 = load ptr, ptr %v11, align 8
  %v13 = mul nsw i64 %v8, 4
  store ptr %v15, ptr %v14, align 8
  %v16 = icmp sgt i64 %v13, 1024
  br i1 %v16, label %b17, label %b18
b17:
  %v19 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v20 = load ptr, ptr %v19, align 8
  %v21 = call ptr %v20(i64 %v13)
  store ptr %v21, ptr %v14, align 8
  %v22 = icmp eq ptr %v21, null
  br i1 %v22, label %b23, label %b24
b23:
  store i64 2, ptr %status, align 8
  %v25 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 %v13, ptr %v25, align 8
  br label %b24
b24:
  br label %b18
b18:
  %v26 = load ptr, ptr %v14, align 8
  %v27 = getelementptr inbounds i64, ptr %handed, i64 4
  store ptr %v26, ptr %v27, align 8
  store ptr %v29, ptr %v28, align 8
  %v30 = icmp sgt i64 %v13, 1024
  br i1 %v30, label %b31, label %b32
b31:
  %v33 = getelementptr inbounds i64, ptr %ctx, i64 1
  %v34 = load ptr, ptr %v33, align 8
  %v35 = call ptr %v34(i64 %v13)
  store ptr %v35, ptr %v28, align 8
  %v36 = icmp eq ptr %v35, null
  br i1 %v36, label %b37, label %b38
b37:
  store i64 2, ptr %status, align 8
  %v39 = getelementptr inbounds i64, ptr %ctx, i64 5
  store i64 %v13, ptr %v39, align 8
  br label %b38
b38:
  br label %b32
b32:
  %v40 = load ptr, ptr %v28, align 8
  %v41 = getelementptr inbounds i64, ptr %handed, i64 5
  store ptr %v40, ptr %v41, align 8
  %v42 = getelementptr inbounds i64, ptr %handed, i64 1
  %v43 = load ptr, ptr %v42, align 8
  %v44 = mul nsw i64 %v2, 4
  %v45 = call i64 @llvm.smin.i64(i64 %v44, i64 1)
  %v46 = call i64 @llvm.smin.i64(i64 4, i64 %v45)
  %v47 = load i64, ptr %status, align 8
  %v48 = icmp eq i64 %v47, 0
  br i1 %v48, label %b49, label %b50
b49:
  %v51 = call i64 @run_tasks(ptr %ctx, ptr @group0_0_sort, ptr %handed, i64 %v46, i64 %what)
  store i64 %v51, ptr %status, align 8
  br label %b50
b50:
  br i1 %v30, label %b52, label %b53
b52:
  %v54 = icmp ne ptr %v40, null
  br i1 %v54, label %b55, label %b56
b55:
  %v57 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v58 = load ptr, ptr %v57, align 8
  call void %v58(ptr %v40, i64 %v13)
  br label %b56
b56:
  br label %b53
b53:
  br i1 %v16, label %b59, label %b60
b59:
  %v61 = icmp ne ptr %v26, null
  br i1 %v61, label %b62, label %b63
b62:
  %v64 = getelementptr inbounds i64, ptr %ctx, i64 2
  %v65 = load ptr, ptr %v64, align 8
  call void %v65(ptr %v26, i64 %v13)
  br label %b63
b63:
  br label %b60
b60:
  ret void
}
define internal void @group0_0_sort(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  %v15 = alloca i8, i64 8192, align 64
  %v20 = alloca ptr, i64 1, align 8
  %v21 = alloca ptr, i64 1, align 8
  %v34 = alloca i64, i64 1, align 8
  %v35 = alloca i64, i64 1, align 8
  %v267 = alloca i64, i64 1, align 8
  %v268 = alloca i64, i64 1, align 8
  %v278 = alloca i64, i64 1, align 8
  %v314 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %frame, i64 1
  %v2 = load ptr, ptr %v1, align 8
  %v3 = getelementptr inbounds i64, ptr %frame, i64 2
  %v4 = load ptr, ptr %v3, align 8
  %v5 = load ptr, ptr %frame, align 8
  %v6 = getelementptr inbounds i64, ptr %v5, i64 3
  %v7 = load i64, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 4
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load ptr, ptr %v10, align 8
  %v12 = mul nsw i64 %v7, 4
  %v13 = call i64 @llvm.smin.i64(i64 %v12, i64 1)
  %v14 = call i64 @llvm.smin.i64(i64 4, i64 %v13)
  %v16 = mul nsw i64 %task, 100
  %v17 = getelementptr inbounds i32, ptr %v9, i64 %v16
  %v18 = mul nsw i64 %task, 100
  %v19 = getelementptr inbounds i32, ptr %v11, i64 %v18
  %v22 = call i64 @llvm.smax.i64(i64 %v14, i64 1)
  %v23 = mul nsw i64 4, %task
  %v24 = udiv i64 %v23, %v22
  %v25 = add nsw i64 %task, 1
  %v26 = mul nsw i64 4, %v25
  %v27 = udiv i64 %v26, %v22
  br label %b28
b28:
  %i31 = phi i64 [ %v24, %start ], [ %v348, %b271 ]
  %v32 = icmp slt i64 %i31, %v27
  br i1 %v32, label %b29, label %b30
b29:
  %v33 = mul nsw i64 %i31, 100
  store ptr %v17, ptr %v20, align 8
  store ptr %v19, ptr %v21, align 8
  store i64 0, ptr %v34, align 8
  store i64 -1, ptr %v35, align 8
  br label %b36
b36:
  %i39 = phi i64 [ 0, %b29 ], [ %v55, %b37 ]
  %c39_0 = phi <8 x i32> [ zeroinitializer, %b29 ], [ %v53, %b37 ]
  %c39_1 = phi <8 x i32> [ splat (i32 -1), %b29 ], [ %v54, %b37 ]
  %v40 = icmp slt i64 %i39, 96
  br i1 %v40, label %b37, label %b38
b37:
  %v41 = add nsw i64 %v33, %i39
  %v42 = getelementptr inbounds float, ptr %v2, i64 %v41
  %v43 = load <8 x float>, ptr %v42, align 4
  %v44 = fadd <8 x float> %v43, splat (float 0x0000000000000000)
  %v45 = bitcast <8 x float> %v44 to <8 x i32>
  %v46 = icmp slt <8 x i32> %v45, splat (i32 0)
  %v47 = xor <8 x i32> %v45, splat (i32 -1)
  %v48 = xor <8 x i32> %v45, splat (i32 -2147483648)
  %v49 = select <8 x i1> %v46, <8 x i32> %v47, <8 x i32> %v48
  %v50 = fcmp uno <8 x float> %v43, %v43
  %v51 = select <8 x i1> %v50, <8 x i32> splat (i32 -1), <8 x i32> %v49
  %v52 = getelementptr inbounds i32, ptr %v17, i64 %i39
  store <8 x i32> %v51, ptr %v52, align 4
  %v53 = or <8 x i32> %c39_0, %v51
  %v54 = and <8 x i32> %c39_1, %v51
  %v55 = add nsw i64 %i39, 8
  br label %b36
b38:
  %v56 = call i32 @llvm.vector.reduce.or.v8i32(<8 x i32> %c39_0)
  %v57 = call i32 @llvm.vector.reduce.and.v8i32(<8 x i32> %c39_1)
  %v58 = zext i32 %v56 to i64
  %v59 = load i64, ptr %v34, align 8
  %v60 = or i64 %v59, %v58
  store i64 %v60, ptr %v34, align 8
  %v61 = zext i32 %v57 to i64
  %v62 = load i64, ptr %v35, align 8
  %v63 = and i64 %v62, %v61
  store i64 %v63, ptr %v35, align 8
  br label %b64
b64:
  %i67 = phi i64 [ 96, %b38 ], [ %v83, %b65 ]
  %c67_0 = phi i32 [ 0, %b38 ], [ %v81, %b65 ]
  %c67_1 = phi i32 [ -1, %b38 ], [ %v82, %b65 ]
  %v68 = icmp slt i64 %i67, 100
  br i1 %v68, label %b65, label %b66
b65:
  %v69 = add nsw i64 %v33, %i67
  %v70 = getelementptr inbounds float, ptr %v2, i64 %v69
  %v71 = load float, ptr %v70, align 4
  %v72 = fadd float %v71, 0x0000000000000000
  %v73 = bitcast float %v72 to i32
  %v74 = icmp slt i32 %v73, 0
  %v75 = xor i32 %v73, -1
  %v76 = xor i32 %v73, -2147483648
  %v77 = select i1 %v74, i32 %v75, i32 %v76
  %v78 = fcmp uno float %v71, %v71
  %v79 = select i1 %v78, i32 -1, i32 %v77
  %v80 = getelementptr inbounds i32, ptr %v17, i64 %i67
  store i32 %v79, ptr %v80, align 4
  %v81 = or i32 %c67_0, %v79
  %v82 = and i32 %c67_1, %v79
  %v83 = add nsw i64 %i67, 1
  br label %b64
b66:
  %v84 = zext i32 %c67_0 to i64
  %v85 = load i64, ptr %v34, align 8
  %v86 = or i64 %v85, %v84
  store i64 %v86, ptr %v34, align 8
  %v87 = zext i32 %c67_1 to i64
  %v88 = load i64, ptr %v35, align 8
  %v89 = and i64 %v88, %v87
  store i64 %v89, ptr %v35, align 8
  %v90 = load i64, ptr %v34, align 8
  %v91 = load i64, ptr %v35, align 8
  %v92 = xor i64 %v90, %v91
  %v93 = call i64 @llvm.cttz.i64(i64 %v92, i1 false)
  %v94 = call i64 @llvm.ctlz.i64(i64 %v92, i1 false)
  %v95 = sub nsw i64 64, %v94
  %v96 = sub nsw i64 %v95, %v93
  %v97 = add nsw i64 %v96, 7
  %v98 = udiv i64 %v97, 8
  %v99 = call i64 @llvm.smax.i64(i64 %v98, i64 1)
  %v100 = sub nsw i64 %v99, 1
  %v101 = add nsw i64 %v96, %v100
  %v102 = udiv i64 %v101, %v99
  %v103 = shl i64 1, %v102
  %v104 = sub nsw i64 %v103, 1
  %v105 = call i64 @llvm.smax.i64(i64 %v102, i64 1)
  br label %b106
b106:
  %i109 = phi i64 [ %v93, %b66 ], [ %v265, %b115 ]
  %v110 = icmp slt i64 %i109, %v95
  br i1 %v110, label %b107, label %b108
b107:
  %v111 = lshr i64 %v92, %i109
  %v112 = and i64 %v111, %v104
  %v113 = icmp ne i64 %v112, 0
  br i1 %v113, label %b114, label %b115
b114:
  %v116 = trunc i64 %i109 to i32
  %v117 = load ptr, ptr %v20, align 8
  %v118 = load ptr, ptr %v21, align 8
  br label %b119
b119:
  %i122 = phi i64 [ 0, %b114 ], [ %v125, %b120 ]
  %v123 = icmp slt i64 %i122, %v103
  br i1 %v123, label %b120, label %b121
b120:
  %v124 = getelementptr inbounds i32, ptr %v15, i64 %i122
  store <16 x i32> zeroinitializer, ptr %v124, align 4
  %v125 = add nsw i64 %i122, 16
  br label %b119
b121:
  br label %b126
b126:
  %i129 = phi i64 [ 0, %b121 ], [ %v166, %b127 ]
  %v130 = icmp slt i64 %i129, 100
  br i1 %v130, label %b127, label %b128
b127:
  %v131 = getelementptr inbounds i32, ptr %v117, i64 %i129
  %v132 = load i32, ptr %v131, align 4
  %v133 = lshr i32 %v132, %v116
  %v134 = zext i32 %v133 to i64
  %v135 = and i64 %v134, %v104
  %v136 = getelementptr inbounds i32, ptr %v15, i64 %v135
  %v137 = load i32, ptr %v136, align 4
  %v138 = add i32 %v137, 1
  store i32 %v138, ptr %v136, align 4
  %v139 = add nsw i64 %i129, 1
  %v140 = getelementptr inbounds i32, ptr %v117, i64 %v139
  %v141 = load i32, ptr %v140, align 4
  %v142 = lshr i32 %v141, %v116
  %v143 = zext i32 %v142 to i64
  %v144 = and i64 %v143, %v104
  %v145 = getelementptr inbounds i32, ptr %v15, i64 %v144
  %v146 = load i32, ptr %v145, align 4
  %v147 = add i32 %v146, 1
  store i32 %v147, ptr %v145, align 4
  %v148 = add nsw i64 %i129, 2
  %v149 = getelementptr inbounds i32, ptr %v117, i64 %v148
  %v150 = load i32, ptr %v149, align 4
  %v151 = lshr i32 %v150, %v116
  %v152 = zext i32 %v151 to i64
  %v153 = and i64 %v152, %v104
  %v154 = getelementptr inbounds i32, ptr %v15, i64 %v153
  %v155 = load i32, ptr %v154, align 4
  %v156 = add i32 %v155, 1
  store i32 %v156, ptr %v154, align 4
  %v157 = add nsw i64 %i129, 3
  %v158 = getelementptr inbounds i32, ptr %v117, i64 %v157
  %v159 = load i32, ptr %v158, align 4
  %v160 = lshr i32 %v159, %v116
  %v161 = zext i32 %v160 to i64
  %v162 = and i64 %v161, %v104
  %v163 = getelementptr inbounds i32, ptr %v15, i64 %v162
  %v164 = load i32, ptr %v163, align 4
  %v165 = add i32 %v164, 1
  store i32 %v165, ptr %v163, align 4
  %v166 = add nsw i64 %i129, 4
  br label %b126
b128:
  br label %b167
b167:
  %i170 = phi i64 [ 100, %b128 ], [ %v180, %b168 ]
  %v171 = icmp slt i64 %i170, 100
  br i1 %v171, label %b168, label %b169
b168:
  %v172 = getelementptr inbounds i32, ptr %v117, i64 %i170
  %v173 = load i32, ptr %v172, align 4
  %v174 = lshr i32 %v173, %v116
  %v175 = zext i32 %v174 to i64
  %v176 = and i64 %v175, %v104
  %v177 = getelementptr inbounds i32, ptr %v15, i64 %v176
  %v178 = load i32, ptr %v177, align 4
  %v179 = add i32 %v178, 1
  store i32 %v179, ptr %v177, align 4
  %v180 = add nsw i64 %i170, 1
  br label %b167
b169:
  %v181 = load i32, ptr %v117, align 4
  %v182 = lshr i32 %v181, %v116
  %v183 = zext i32 %v182 to i64
  %v184 = and i64 %v183, %v104
  %v185 = getelementptr inbounds i32, ptr %v15, i64 %v184
  %v186 = load i32, ptr %v185, align 4
  %v187 = zext i32 %v186 to i64
  %v188 = icmp ne i64 %v187, 100
  br i1 %v188, label %b189, label %b190
b189:
  br label %b191
b191:
  %i194 = phi i64 [ 0, %b189 ], [ %v199, %b192 ]
  %c194_0 = phi i32 [ 0, %b189 ], [ %v198, %b192 ]
  %v195 = icmp slt i64 %i194, %v103
  br i1 %v195, label %b192, label %b193
b192:
  %v196 = getelementptr inbounds i32, ptr %v15, i64 %i194
  %v197 = load i32, ptr %v196, align 4
  store i32 %c194_0, ptr %v196, align 4
  %v198 = add i32 %c194_0, %v197
  %v199 = add nsw i64 %i194, 1
  br label %b191
b193:
  br label %b200
b200:
  %i203 = phi i64 [ 0, %b193 ], [ %v248, %b201 ]
  %v204 = icmp slt i64 %i203, 100
  br i1 %v204, label %b201, label %b202
b201:
  %v205 = getelementptr inbounds i32, ptr %v117, i64 %i203
  %v206 = load i32, ptr %v205, align 4
  %v207 = lshr i32 %v206, %v116
  %v208 = zext i32 %v207 to i64
  %v209 = and i64 %v208, %v104
  %v210 = getelementptr inbounds i32, ptr %v15, i64 %v209
  %v211 = load i32, ptr %v210, align 4
  %v212 = add i32 %v211, 1
  store i32 %v212, ptr %v210, align 4
  %v213 = zext i32 %v211 to i64
  %v214 = getelementptr inbounds i32, ptr %v118, i64 %v213
  store i32 %v206, ptr %v214, align 4
  %v215 = add nsw i64 %i203, 1
  %v216 = getelementptr inbounds i32, ptr %v117, i64 %v215
  %v217 = load i32, ptr %v216, align 4
  %v218 = lshr i32 %v217, %v116
  %v219 = zext i32 %v218 to i64
  %v220 = and i64 %v219, %v104
  %v221 = getelementptr inbounds i32, ptr %v15, i64 %v220
  %v222 = load i32, ptr %v221, align 4
  %v223 = add i32 %v222, 1
  store i32 %v223, ptr %v221, align 4
  %v224 = zext i32 %v222 to i64
  %v225 = getelementptr inbounds i32, ptr %v118, i64 %v224
  store i32 %v217, ptr %v225, align 4
  %v226 = add nsw i64 %i203, 2
  %v227 = getelementptr inbounds i32, ptr %v117, i64 %v226
  %v228 = load i32, ptr %v227, align 4
  %v229 = lshr i32 %v228, %v116
  %v230 = zext i32 %v229 to i64
  %v231 = and i64 %v230, %v104
  %v232 = getelementptr inbounds i32, ptr %v15, i64 %v231
  %v233 = load i32, ptr %v232, align 4
  %v234 = add i32 %v233, 1
  store i32 %v234, ptr %v232, align 4
  %v235 = zext i32 %v233 to i64
  %v236 = getelementptr inbounds i32, ptr %v118, i64 %v235
  store i32 %v228, ptr %v236, align 4
  %v237 = add nsw i64 %i203, 3
  %v238 = getelementptr inbounds i32, ptr %v117, i64 %v237
  %v239 = load i32, ptr %v238, align 4
  %v240 = lshr i32 %v239, %v116
  %v241 = zext i32 %v240 to i64
  %v242 = and i64 %v241, %v104
  %v243 = getelementptr inbounds i32, ptr %v15, i64 %v242
  %v244 = load i32, ptr %v243, align 4
  %v245 = add i32 %v244, 1
  store i32 %v245, ptr %v243, align 4
  %v246 = zext i32 %v244 to i64
  %v247 = getelementptr inbounds i32, ptr %v118, i64 %v246
  store i32 %v239, ptr %v247, align 4
  %v248 = add nsw i64 %i203, 4
  br label %b200
b202:
  br label %b249
b249:
  %i252 = phi i64 [ 100, %b202 ], [ %v264, %b250 ]
  %v253 = icmp slt i64 %i252, 100
  br i1 %v253, label %b250, label %b251
b250:
  %v254 = getelementptr inbounds i32, ptr %v117, i64 %i252
  %v255 = load i32, ptr %v254, align 4
  %v256 = lshr i32 %v255, %v116
  %v257 = zext i32 %v256 to i64
  %v258 = and i64 %v257, %v104
  %v259 = getelementptr inbounds i32, ptr %v15, i64 %v258
  %v260 = load i32, ptr %v259, align 4
  %v261 = add i32 %v260, 1
  store i32 %v261, ptr %v259, align 4
  %v262 = zext i32 %v260 to i64
  %v263 = getelementptr inbounds i32, ptr %v118, i64 %v262
  store i32 %v255, ptr %v263, align 4
  %v264 = add nsw i64 %i252, 1
  br label %b249
b251:
  store ptr %v118, ptr %v20, align 8
  store ptr %v117, ptr %v21, align 8
  br label %b190
b190:
  br label %b115
b115:
  %v265 = add nsw i64 %i109, %v105
  br label %b106
b108:
  %v266 = load ptr, ptr %v20, align 8
  store i64 0, ptr %v267, align 8
  store i64 0, ptr %v268, align 8
  br label %b269
b269:
  %i272 = phi i64 [ 0, %b108 ], [ %v347, %b301 ]
  %v273 = icmp slt i64 %i272, 100
  br i1 %v273, label %b270, label %b271
b270:
  %v274 = add nsw i64 %i272, 8
  %v275 = call i64 @llvm.smin.i64(i64 %v274, i64 100)
  %v276 = add nsw i64 %i272, 8
  %v277 = icmp sle i64 %v276, 100
  store i64 %i272, ptr %v278, align 8
  br i1 %v277, label %b279, label %b280
b279:
  %v281 = getelementptr inbounds i32, ptr %v266, i64 %i272
  %v282 = load <8 x i32>, ptr %v281, align 4
  %v283 = icmp eq <8 x i32> %v282, splat (i32 -2147483648)
  %v284 = icmp eq <8 x i32> %v282, splat (i32 -1)
  %v285 = or <8 x i1> %v283, %v284
  %v286 = bitcast <8 x i1> %v285 to i8
  %v287 = icmp eq i8 %v286, 0
  br i1 %v287, label %b288, label %b289
b288:
  %v290 = icmp slt <8 x i32> %v282, splat (i32 0)
  %v291 = xor <8 x i32> %v282, splat (i32 -2147483648)
  %v292 = xor <8 x i32> %v282, splat (i32 -1)
  %v293 = select <8 x i1> %v290, <8 x i32> %v291, <8 x i32> %v292
  %v294 = bitcast <8 x i32> %v293 to <8 x float>
  %v295 = mul nsw i64 %i31, 100
  %v296 = add nsw i64 %v295, %i272
  %v297 = getelementptr inbounds float, ptr %v4, i64 %v296
  store <8 x float> %v294, ptr %v297, align 4
  store i64 %v275, ptr %v278, align 8
  br label %b289
b289:
  br label %b280
b280:
  %v298 = load i64, ptr %v278, align 8
  br label %b299
b299:
  %i302 = phi i64 [ %v298, %b280 ], [ %v346, %b316 ]
  %v303 = icmp slt i64 %i302, %v275
  br i1 %v303, label %b300, label %b301
b300:
  %v304 = getelementptr inbounds i32, ptr %v266, i64 %i302
  %v305 = load i32, ptr %v304, align 4
  %v306 = icmp slt i32 %v305, 0
  %v307 = xor i32 %v305, -2147483648
  %v308 = xor i32 %v305, -1
  %v309 = select i1 %v306, i32 %v307, i32 %v308
  %v310 = bitcast i32 %v309 to float
  %v311 = icmp eq i32 %v305, -2147483648
  %v312 = icmp eq i32 %v305, -1
  %v313 = or i1 %v311, %v312
  store i64 0, ptr %v314, align 8
  br i1 %v313, label %b315, label %b316
b315:
  %v317 = zext i32 %v305 to i64
  %v318 = load i64, ptr %v268, align 8
  %v319 = icmp eq i64 %v318, %v317
  %v320 = load i64, ptr %v267, align 8
  %v321 = select i1 %v319, i64 %v320, i64 0
  store i64 %v321, ptr %v267, align 8
  store i64 %v317, ptr %v268, align 8
  br label %b322
b322:
  %v324 = load i64, ptr %v267, align 8
  %v325 = add nsw i64 %v324, 1
  store i64 %v325, ptr %v267, align 8
  %v326 = add nsw i64 %v33, %v324
  %v327 = getelementptr inbounds float, ptr %v2, i64 %v326
  %v328 = load float, ptr %v327, align 4
  %v329 = fadd float %v328, 0x0000000000000000
  %v330 = bitcast float %v329 to i32
  %v331 = icmp slt i32 %v330, 0
  %v332 = xor i32 %v330, -1
  %v333 = xor i32 %v330, -2147483648
  %v334 = select i1 %v331, i32 %v332, i32 %v333
  %v335 = fcmp uno float %v328, %v328
  %v336 = select i1 %v335, i32 -1, i32 %v334
  %v337 = icmp eq i32 %v336, %v305
  br i1 %v337, label %b323, label %b322
b323:
  store i64 %v324, ptr %v314, align 8
  br label %b316
b316:
  %v338 = load i64, ptr %v314, align 8
  %v339 = add nsw i64 %v33, %v338
  %v340 = getelementptr inbounds float, ptr %v2, i64 %v339
  %v341 = load float, ptr %v340, align 4
  %v342 = select i1 %v313, float %v341, float %v310
  %v343 = mul nsw i64 %i31, 100
  %v344 = add nsw i64 %v343, %i302
  %v345 = getelementptr inbounds float, ptr %v4, i64 %v344
  store float %v342, ptr %v345, align 4
  %v346 = add nsw i64 %i302, 1
  br label %b299
b301:
  %v347 = add nsw i64 %i272, 8
  br label %b269
b271:
  %v348 = add nsw i64 %i31, 1
  br label %b28
b30:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
